"""What stands outside: django-allauth's hooks, and Weixin."""
