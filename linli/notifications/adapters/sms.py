"""Text messages through Aliyun or Tencent Cloud. Their software is optional, and loaded only where it is set up."""

import json
from collections.abc import Sequence
from urllib.parse import urlsplit

from django.conf import settings

from linli.notifications.adapters.posting import TIMEOUTS, Undelivered, what_became

_ALIYUN = {
    "isv.BUSINESS_LIMIT_CONTROL": "busy",
    "isv.DAY_LIMIT_CONTROL": "busy",
    "Throttling.User": "busy",
    "isv.AMOUNT_NOT_ENOUGH": "credit",
    "isv.OUT_OF_SERVICE": "credit",
    "isv.MOBILE_NUMBER_ILLEGAL": "phone",
    "isv.BLACK_KEY_CONTROL_LIMIT": "phone",
    "isv.SMS_TEMPLATE_ILLEGAL": "template",
    "isv.SMS_SIGNATURE_ILLEGAL": "template",
    "isv.TEMPLATE_MISSING_PARAMETERS": "template",
    "isv.INVALID_PARAMETERS": "template",
    "InvalidAccessKeyId.NotFound": "key",
    "SignatureDoesNotMatch": "key",
    "isp.RAM_PERMISSION_DENY": "key",
}
_TENCENT = {
    "LimitExceeded.PhoneNumberThirtySecondLimit": "busy",
    "LimitExceeded.PhoneNumberOneHourLimit": "busy",
    "LimitExceeded.PhoneNumberDailyLimit": "busy",
    "LimitExceeded.DeliveryFrequencyLimit": "busy",
    "RequestLimitExceeded": "busy",
    "FailedOperation.InsufficientBalanceInSmsPackage": "credit",
    "FailedOperation.PhoneNumberInBlacklist": "phone",
    "InvalidParameterValue.IncorrectPhoneNumber": "phone",
    "FailedOperation.TemplateIncorrectOrUnapproved": "template",
    "FailedOperation.SignatureIncorrectOrUnapproved": "template",
    "FailedOperation.TemplateParamSetNotMatchApprovedTemplate": "template",
    "AuthFailure.SecretIdNotFound": "key",
    "AuthFailure.SignatureFailure": "key",
}


def send_sms(phone: str, template: str, parameters: Sequence[tuple[str, str]]) -> None:
    """One text message: a template of the service, filled with these parameters in order. Raises `Undelivered`."""
    provider = {"aliyun": _by_aliyun, "tencent": _by_tencent}[settings.LINLI_SMS.provider]
    try:
        provider(phone, template, parameters)
    except ImportError as error:
        raise Undelivered("extra") from error


def _by_aliyun(phone: str, template: str, parameters: Sequence[tuple[str, str]]) -> None:
    from alibabacloud_dysmsapi20170525.client import Client  # noqa: PLC0415  # -- an optional extra
    from alibabacloud_dysmsapi20170525.models import SendSmsRequest  # noqa: PLC0415  # -- the same
    from alibabacloud_tea_openapi.exceptions import AlibabaCloudException  # noqa: PLC0415  # -- the same
    from alibabacloud_tea_openapi.utils_models import Config  # noqa: PLC0415  # -- the same
    from darabonba.runtime import RuntimeOptions  # noqa: PLC0415  # -- the same

    sms = settings.LINLI_SMS
    scheme, host = _endpoint(sms.endpoint or "https://dysmsapi.aliyuncs.com")
    client = Client(
        Config(access_key_id=sms.key_id, access_key_secret=sms.secret, endpoint=host, protocol=scheme.upper())
    )
    request = SendSmsRequest(
        phone_numbers=phone,
        sign_name=sms.signature,
        template_code=template,
        template_param=json.dumps(dict(parameters), ensure_ascii=False),
    )
    connect, read = (int(seconds * 1000) for seconds in TIMEOUTS)
    try:
        answer = client.send_sms_with_options(request, RuntimeOptions(connect_timeout=connect, read_timeout=read))
    except AlibabaCloudException as error:
        raise _refused(str(error.code), _ALIYUN) from error
    except Exception as error:
        raise what_became(error) from error
    code = str(answer.body.code) if answer.body else ""
    if code != "OK":
        raise _refused(code, _ALIYUN)


def _by_tencent(phone: str, template: str, parameters: Sequence[tuple[str, str]]) -> None:
    from tencentcloud.common.credential import Credential  # noqa: PLC0415  # -- an optional extra
    from tencentcloud.common.exception import TencentCloudSDKException  # noqa: PLC0415  # -- the same
    from tencentcloud.common.profile.client_profile import ClientProfile  # noqa: PLC0415  # -- the same
    from tencentcloud.common.profile.http_profile import HttpProfile  # noqa: PLC0415  # -- the same
    from tencentcloud.sms.v20210111.models import SendSmsRequest  # noqa: PLC0415  # -- the same
    from tencentcloud.sms.v20210111.sms_client import SmsClient  # noqa: PLC0415  # -- the same

    sms = settings.LINLI_SMS
    scheme, host = _endpoint(sms.endpoint or "https://sms.tencentcloudapi.com")
    http = HttpProfile(protocol=scheme, endpoint=host, reqTimeout=TIMEOUTS[1])
    client = SmsClient(
        Credential(sms.key_id, sms.secret), sms.region or "ap-guangzhou", ClientProfile(httpProfile=http)
    )
    request = SendSmsRequest()
    request.PhoneNumberSet = [f"+86{phone}"]
    request.SmsSdkAppId, request.SignName, request.TemplateId = sms.app_id, sms.signature, template
    request.TemplateParamSet = [value for _name, value in parameters]
    try:
        answer = client.SendSms(request)
    except TencentCloudSDKException as error:
        if error.requestId:
            raise _refused(str(error.code), _TENCENT) from error
        raise what_became(error) from error
    code = answer.SendStatusSet[0].Code if answer.SendStatusSet else ""
    if code != "Ok":
        raise _refused(code, _TENCENT)


def _endpoint(address: str) -> tuple[str, str]:
    parts = urlsplit(address)
    return parts.scheme, parts.netloc


def _refused(code: str, problems: dict[str, str]) -> Undelivered:
    """What a code of the service means; one that says nothing may have come after the message left."""
    problem = problems.get(code, "refused") if code else "no_answer"
    return Undelivered(problem, again=problem == "busy")
