"""Through which proxy a study asks: its own, or the one that the machine's environment names."""

import ipaddress
import urllib.request

from flows.settings import Study

SCHEMES = ("http", "https", "all")


def of(study: Study) -> dict[str, str]:
    """Proxies by the kind of address, as `extract.net.transport.client` takes them; ``""`` for what is asked directly."""
    if study.proxy:
        return {"all://": study.proxy}
    found = urllib.request.getproxies()
    apart = [host.strip() for host in found.get("no", "").split(",") if host.strip()]
    if "*" in apart:
        return {}
    named = {f"{scheme}://": found[scheme] for scheme in SCHEMES if found.get(scheme)}
    whole = {kind: proxy if "://" in proxy else f"http://{proxy}" for kind, proxy in named.items()}
    return whole | {_kind(host): "" for host in apart if whole}


def _kind(host: str) -> str:
    """All addresses of a host, and of those below it if it is a name."""
    try:
        address = ipaddress.ip_address(host.strip("[]"))
    except ValueError:
        return f"all://{host}" if host == "localhost" else f"all://*{host}"
    return f"all://{address}" if address.version == 4 else f"all://[{address}]"
