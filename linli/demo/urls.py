"""The addresses of the demo's own pages."""

from django.urls import path

from linli.demo import views

urlpatterns = [
    path("demo", views.demo, name="demo"),
    path("demo/outbox", views.outbox, name="demo_outbox"),
    path("demo/files/<str:name>", views.sample, name="demo_file"),
]
