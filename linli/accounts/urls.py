"""Signing in and out. The names are django-allauth's; its pages of sign-up, passwords and e-mail are left out."""

from django.urls import path

from linli.accounts import views

urlpatterns = [
    path("accounts/login/", views.ask_for_code, name="account_login"),
    path("accounts/login/", views.ask_for_code, name="account_request_login_code"),
    path("accounts/login/code/", views.type_code, name="account_confirm_login_code"),
    path("accounts/logout/", views.sign_out, name="account_logout"),
]
