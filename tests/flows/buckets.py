"""OpenStack Swift with its S3 interface: an object store of the test's own, from Debian's packages, on loopback.

It is the real thing in little: a proxy, an account, a container and an object server, one copy of everything on one folder.
"""

import getpass
import os
import shutil
import subprocess
from collections.abc import Iterator
from contextlib import ExitStack, contextmanager
from pathlib import Path

import httpx
from prefecting import free_port, until
from s3fs import S3FileSystem

SERVERS = ("account", "container", "object")
IS_THERE = bool(shutil.which("swift-proxy-server")) and os.access("/etc/swift/swift.conf", os.R_OK)
KEY, SECRET = "test:tester", "testing"
COMMON = """[DEFAULT]
bind_ip = 127.0.0.1
bind_port = {port}
workers = 0
user = {user}
swift_dir = {folder}
devices = {folder}/devices
mount_check = false
disable_fallocate = true
log_address = {folder}/no-log

"""
STORING = COMMON + "[pipeline:main]\npipeline = {name}-server\n[app:{name}-server]\nuse = egg:swift#{name}\n"
PROXY = (
    COMMON
    + """[pipeline:main]
pipeline = catch_errors gatekeeper healthcheck cache listing_formats bulk s3api tempauth copy slo dlo proxy-server
[app:proxy-server]
use = egg:swift#proxy
account_autocreate = true
[filter:tempauth]
use = egg:swift#tempauth
user_test_tester = testing .admin
[filter:s3api]
use = egg:swift#s3api
location = us-east-1
[filter:cache]
use = egg:swift#memcache
memcache_servers = 127.0.0.1:{nobody}
"""
    + "".join(
        f"[filter:{name}]\nuse = egg:swift#{name}\n"
        for name in ("catch_errors", "gatekeeper", "healthcheck", "listing_formats", "bulk", "copy", "slo", "dlo")
    )
)


def _rings(folder: Path, ports: dict[str, int]) -> None:
    """Who holds what: of each kind all on the one device. In one process of the system's Python, which has Swift."""
    order = f"""
from swift.common.ring import RingBuilder
for name, port in {[(name, ports[name]) for name in SERVERS]!r}:
    ring = RingBuilder(2, 1, 1)
    ring.add_dev(dict(id=0, region=1, zone=1, weight=1, ip="127.0.0.1", port=port, device="here",
                      replication_ip="127.0.0.1", replication_port=port, meta=""))
    ring.rebalance()
    ring.get_ring().save(name + ".ring.gz")
"""
    subprocess.run(["/usr/bin/python3", "-c", order], check=True, stdout=subprocess.DEVNULL, cwd=folder)


@contextmanager
def serving(folder: Path) -> Iterator[dict[str, str]]:
    """An object store with an empty bucket `archives`; gives the environment in which programs reach it as S3."""
    (folder / "devices" / "here").mkdir(parents=True)
    ports = {name: free_port() for name in (*SERVERS, "proxy", "nobody")}
    _rings(folder, ports)
    with ExitStack() as running:
        for name in (*SERVERS, "proxy"):
            told = {"name": name, "port": ports[name], "folder": folder, "user": getpass.getuser()}
            conf = folder / f"{name}.conf"
            conf.write_text((PROXY if name == "proxy" else STORING).format(**told, nobody=ports["nobody"]))
            log = running.enter_context((folder / f"{name}.log").open("w"))
            command = [f"swift-{name}-server", str(conf)]
            program = running.enter_context(subprocess.Popen(command, stdout=log, stderr=log, cwd=folder))
            running.callback(program.terminate)
        url = f"http://127.0.0.1:{ports['proxy']}"
        until(lambda: _answers(f"{url}/healthcheck"), bool)
        given = {"AWS_ENDPOINT_URL": url, "AWS_ACCESS_KEY_ID": KEY, "AWS_SECRET_ACCESS_KEY": SECRET}
        given |= {"AWS_DEFAULT_REGION": "us-east-1"}
        S3FileSystem(key=KEY, secret=SECRET, endpoint_url=url).mkdir("archives")
        yield given


def _answers(url: str) -> bool:
    try:
        return httpx.get(url, trust_env=False).is_success
    except httpx.HTTPError:
        return False
