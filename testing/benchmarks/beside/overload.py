#!/usr/bin/env python3
"""What is served when more is asked for than the upstream can: 50 requests at once, 20 ms each (2,500 a second), and more of
them refused with 503, or put in line. Each caller asks one call after the other and waits 60 ms before each: 200 of them ask for what the upstream can,
600 for three times as much or more. overload.py [--callers 200,600] [--pause 60]. Needs nginx, wrk, haproxy; DATABASE_URL or the embedded PostgreSQL.
Prints a line of JSON for each measurement, then a table."""
import argparse, json, os, signal, subprocess, sys

import bench

PLACES, MILLIS = 50, 20
CONFIG = """model_list:
  - model_name: gpt-4o-eu
    litellm_params: {model: azure/gpt-4o, api_base: "http://127.0.0.1:%d", api_key: up-key, api_version: "2024-10-21", input_cost_per_token: 0.0000025, output_cost_per_token: 0.00001}
router_settings: {adaptive_concurrency: %s}
general_settings: {master_key: sk-1234}
"""
LIMITED = """global
  maxconn 4000
defaults
  mode http
  timeout connect 2s
  timeout client 60s
  timeout server 60s
  timeout queue %s
  http-reuse always
listen limited
  bind 127.0.0.1:%d
  server mock 127.0.0.1:%d maxconn %d
"""


def start(box, a, line, adaptive):
    box.render(a.base)
    box.spawn("mock", "nginx -p %s -e %s/mock.err -c %s/mock.conf" % ((box.work,) * 3), box.ld_cpu)
    bench.wait(a.up)
    limited, conf, config = a.base + 50, box.work + "/limited.cfg", box.work + "/overload.yaml"
    open(conf, "w").write(LIMITED % ("30s" if line else "1ms", limited, a.up, PLACES))
    open(config, "w").write(CONFIG % (limited, str(adaptive).lower()))
    box.spawn("limited", "haproxy -f " + conf, box.ld_cpu)
    bench.wait(limited)
    gateway = box.spawn("gateway", box.sub("{PROJECT}/bin/signalbox --config %s --port {PORT} --host 127.0.0.1 --data-dir {WORK}/data" % config, a.base), box.gw_cpu)
    bench.wait(a.base, "/health/readiness", 60)
    made = json.loads(subprocess.check_output([sys.executable, bench.BENCH + "/setup_ours.py", str(a.base)]))
    headers = box.work + "/overload.hdr"
    open(headers, "w").write("".join("%s: %s\n" % kv for kv in {"Content-Type": "application/json", **made}.items()))
    box.t = {"ours": {"pid": gateway, "url": "http://127.0.0.1:%d/v1/chat/completions" % a.base, "hdr": headers, "model": "gpt-4o", "h": made}}


def main():
    p = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    p.add_argument("--callers", default="200,600,1200"); p.add_argument("--pause", type=int, default=60); p.add_argument("--secs", type=int, default=8); p.add_argument("--warm", type=int, default=10)
    p.add_argument("--rounds", type=int, default=1)
    p.add_argument("--nopin", dest="pin", action="store_false"); p.add_argument("--gw-cpu", default="0"); p.add_argument("--load-cpu", default="1")
    p.add_argument("--up", type=int, default=18000); p.add_argument("--base", type=int, default=18100); p.add_argument("--foreign", type=float, default=9)
    p.add_argument("--retries", type=int, default=0)
    p.add_argument("--work", default=os.path.join(bench.tempfile.gettempdir(), "overload-work")); p.add_argument("--out", default="overload.json")
    a = p.parse_args(); os.environ["PAUSE"] = str(a.pause); a.contenders = bench.BENCH + "/contenders.json"
    for s in (signal.SIGINT, signal.SIGTERM): signal.signal(s, bench.stop)
    rows = []
    for line in (False, True):
        for adaptive in (False, True):
            box = bench.Box(a)
            try:
                start(box, a, line, adaptive); body = box.body("ours", ctl="delay=%d" % MILLIS)
                for callers in (40, 200): bench.wrk(box, "ours", a.warm, callers, body)
                box.warmed = True
                for rnd in range(a.rounds):
                    for callers in map(int, a.callers.split(",")):
                        r = bench.wrk(box, "ours", a.secs, callers, body)
                        r = {"upstream": "puts in line" if line else "refuses", "adaptive": adaptive, "callers": callers, "round": rnd,
                             "served_s": round((r["n"] - r["bad"]) / a.secs), "refused_s": round(r["bad"] / a.secs), **r}
                        rows.append(r); print(json.dumps(r), flush=True); json.dump(rows, open(a.out, "w"))
            finally: box.down()
    print("\n| the upstream | adaptive | callers | served/s | refused/s | p50 ms of all answers | p99 ms |\n|---|---|--:|--:|--:|--:|--:|")
    for key in dict.fromkeys((r["upstream"], r["adaptive"], r["callers"]) for r in rows):
        of = [r for r in rows if (r["upstream"], r["adaptive"], r["callers"]) == key]; m = lambda k: bench.st.median(r[k] for r in of)
        print("| %s | %s | %d | %.0f | %.0f | %.1f | %.1f |" % (*key, m("served_s"), m("refused_s"), m("p50") / 1000, m("p99") / 1000))


main()
