"""Signing in and out, and one's own account. The first names are django-allauth's; its sign-up is left out."""

from django.urls import path

from linli.accounts.views import own_account, passkeys, second_factor, signing_in, weixin

urlpatterns = [
    path("accounts/login/", signing_in.ask_for_code, name="account_login"),
    path("accounts/login/", signing_in.ask_for_code, name="account_request_login_code"),
    path("accounts/login/code/", signing_in.type_code, name="account_confirm_login_code"),
    path("accounts/login/password/", signing_in.type_password, name="account_login_by_password"),
    path("accounts/login/second/", second_factor.type_second, name="mfa_authenticate"),
    path("accounts/login/weixin/", weixin.weixin_sign_in, name="weixin_sign_in"),
    path("accounts/login/weixin/back", weixin.weixin_back, name="weixin_back"),
    path("accounts/logout/", signing_in.sign_out, name="account_logout"),
    path("account/", own_account.own_account, name="own_account"),
    path("account/password", own_account.password, name="own_password"),
    path("account/password/remove", own_account.password_remove, name="own_password_remove"),
    path("account/pin", own_account.pin, name="own_pin"),
    path("account/pin/remove", own_account.pin_remove, name="own_pin_remove"),
    path("account/shared", own_account.device_share, name="own_device_share"),
    path("account/shared/end", own_account.device_unshare, name="own_device_unshare"),
    path("account/seats/<uuid:seat_id>/end", own_account.seat_end, name="own_seat_end"),
    path("account/email", own_account.email, name="own_email"),
    path("account/email/code", own_account.email_code, name="own_email_code"),
    path("account/email/remove", own_account.email_remove, name="own_email_remove"),
    path("account/second-factor/", second_factor.second_factor, name="second_factor"),
    path("account/second-factor/app", second_factor.app, name="second_factor_app"),
    path("account/second-factor/codes", second_factor.codes, name="second_factor_codes"),
    path("account/second-factor/remove", second_factor.remove, name="second_factor_remove"),
    path("account/second-factor/passkeys/new", passkeys.passkey_new, name="passkey_new"),
    path("account/second-factor/passkeys/<int:passkey_id>/remove", passkeys.passkey_remove, name="passkey_remove"),
    path("account/weixin/link", weixin.weixin_link, name="weixin_link"),
    path("account/weixin/unlink", weixin.weixin_unlink, name="weixin_unlink"),
    path("account/sessions/end", own_account.sessions_end, name="own_sessions_end"),
    path("account/sessions/<uuid:sign_in_id>/end", own_account.session_end, name="own_session_end"),
]
