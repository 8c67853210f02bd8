"""setWebhook and its kin; what they set is used by bot.demo.delivery."""

import re
from urllib.parse import urlsplit

from bot.demo.call import Call
from bot.demo.state import World
from bot.demo.updates import Webhook, is_here
from bot.demo.wire import Json, bad_request

PORTS = (None, 80, 88, 443, 8443)
SECRET_LENGTH = 256
SECRET = re.compile(r"[A-Za-z0-9_-]*")
MOST_CONNECTIONS = 100
CONNECTIONS = 40


def set_webhook(world: World, call: Call) -> bool:
    """setWebhook: HTTPS, or loopback, which only the stand-in can reach; an empty URL deletes it."""
    url = call.fields.get("url", "")
    hook = _webhook(url, call) if url else None
    if "allowed_updates" in call.fields:
        world.inbox.allow(call.fields["allowed_updates"])
    _set(world, call, hook)
    return True


def _webhook(url: str, call: Call) -> Webhook:
    _check_address(url)
    connections = call.fields.get("max_connections", CONNECTIONS)
    return Webhook(
        url,
        secret=_checked_secret(call.fields.get("secret_token", "")),
        max_connections=min(max(connections, 1), MOST_CONNECTIONS),
        has_certificate="certificate" in call.files,
    )


def _check_address(url: str) -> None:
    if is_here(url):
        return
    if not url.lower().startswith("https://"):
        raise bad_request("bad webhook: An HTTPS URL must be provided for webhook")
    try:
        port = urlsplit(url).port
    except ValueError:
        raise bad_request("invalid webhook URL specified") from None
    if port not in PORTS:
        raise bad_request("bad webhook: Webhook can be set up only on ports 80, 88, 443 or 8443")


def _checked_secret(secret: str) -> str:
    if len(secret) > SECRET_LENGTH:
        raise bad_request("secret token is too long")
    if not SECRET.fullmatch(secret):
        raise bad_request("secret token contains unallowed characters")
    return secret


def delete_webhook(world: World, call: Call) -> bool:
    """deleteWebhook."""
    _set(world, call, None)
    return True


def _set(world: World, call: Call, hook: Webhook | None) -> None:
    world.inbox.webhook = hook
    if call.fields.get("drop_pending_updates"):
        world.inbox.pending.clear()
    world.changes.wake()


def get_webhook_info(world: World, call: Call) -> Json:
    """getWebhookInfo."""
    inbox = world.inbox
    info: Json = {"url": "", "has_custom_certificate": False, "pending_update_count": len(inbox.pending)}
    if inbox.webhook:
        info |= inbox.webhook.to_json()
    return info | ({"allowed_updates": sorted(inbox.allowed)} if inbox.allowed else {})
