#!/usr/bin/env python3
"""One, two and four gateway processes on one PostgreSQL behind a plain TCP balancer (haproxy): what a call costs, and what
the database is asked. Needs DATABASE_URL (psql reads it, too), haproxy, nginx.  scale.py [--rates 200,500] [--processes 1,2,4]

Rates are calls a second of each process. Prints a line of JSON for each measurement, then a table."""
import argparse, json, os, signal, subprocess, sys, time

import bench

GATEWAY = "{PROJECT}/bin/signalbox --config {WORK}/signalbox.yaml --port {PORT} --host 127.0.0.1 --data-dir {WORK}/scale-%d"
BALANCER = """global
  maxconn 4000
defaults
  mode tcp
  timeout connect 2s
  timeout client 60s
  timeout server 60s
listen all
  bind 127.0.0.1:%d
  balance leastconn
%s"""


def sql(question):
    return subprocess.check_output(["psql", os.environ["DATABASE_URL"], "-Atc", question], text=True).strip()


def transactions():
    """All that were, of this database. What is counted comes in late."""
    time.sleep(1.2)
    return int(sql("SELECT xact_commit + xact_rollback FROM pg_stat_database WHERE datname = current_database()"))


def start(box, a, processes):
    ports = [a.base + i for i in range(processes)]
    box.render(ports[0])
    box.spawn("mock", "nginx -p %s -e %s/mock.err -c %s/mock.conf" % ((box.work,) * 3), box.ld_cpu)
    bench.wait(a.up)
    pids = [box.spawn("gateway-%d" % i, box.sub(GATEWAY % i, p), box.gw_cpu) for i, p in enumerate(ports)]
    for p in ports: bench.wait(p, "/health/readiness", 60)
    front = a.base + 50
    conf = box.work + "/balancer.cfg"
    open(conf, "w").write(BALANCER % (front, "".join("  server g%d 127.0.0.1:%d\n" % (i, p) for i, p in enumerate(ports))))
    box.spawn("balancer", "haproxy -f " + conf, box.ld_cpu)
    made = json.loads(subprocess.check_output([sys.executable, bench.BENCH + "/setup_ours.py", str(ports[0])]))
    bench.wait(front, "/health/readiness")
    headers = "%s/scale.hdr" % box.work
    open(headers, "w").write("".join("%s: %s\n" % kv for kv in {"Content-Type": "application/json", **made}.items()))
    box.t = {"ours": {"pid": 0, "url": "http://127.0.0.1:%d/v1/chat/completions" % front, "hdr": headers, "model": "gpt-4o", "h": made}}
    return pids


def load(box, rate, seconds, body):
    out = subprocess.run(box.ld_cpu + [sys.executable, bench.BENCH + "/load.py", box.t["ours"]["url"], str(rate), str(seconds),
                         box.t["ours"]["hdr"], body, "256"], capture_output=True, text=True, check=True).stdout
    return json.loads(out[out.index("{"):])


def measure(box, pids, rate, seconds, body):
    bench.quiet()
    c0, x0, t0 = sum(map(bench.cpu, pids)), transactions(), time.time()
    r = load(box, rate, seconds, body)
    x1, t1, c1 = transactions(), time.time(), sum(map(bench.cpu, pids))
    return {"n": r["n"], "bad": r["bad"], "p50": r["p50"], "p99": r["p99"], "cpu_us": round((c1 - c0) * 1e6 / r["n"], 1),
            "transactions_s": round((x1 - x0) / (t1 - t0), 1), "rss": [bench.rss(p) for p in pids]}


def main():
    p = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    p.add_argument("--processes", default="1,2,4"); p.add_argument("--rates", default="200,500")
    p.add_argument("--secs", type=int, default=10); p.add_argument("--warm", type=int, default=15); p.add_argument("--rounds", type=int, default=2)
    p.add_argument("--nopin", dest="pin", action="store_false"); p.add_argument("--gw-cpu", default="0"); p.add_argument("--load-cpu", default="1")
    p.add_argument("--up", type=int, default=18000); p.add_argument("--base", type=int, default=18100)
    p.add_argument("--work", default=os.path.join(bench.tempfile.gettempdir(), "scale-work")); p.add_argument("--out", default="scale.json")
    a = p.parse_args(); a.retries = 0; a.foreign = 9; a.contenders = bench.BENCH + "/contenders.json"
    for s in (signal.SIGINT, signal.SIGTERM): signal.signal(s, bench.stop)
    rows = []
    for processes in map(int, a.processes.split(",")):
        box = bench.Box(a)
        try:
            pids = start(box, a, processes); body = box.body("ours")
            bench.wrk(box, "ours", a.warm * processes, 64, body)
            load(box, 500 * processes, 5, body)
            for rnd in range(a.rounds):
                for rate in map(int, a.rates.split(",")):
                    r = {"processes": processes, "rate": rate, "round": rnd, **measure(box, pids, rate * processes, a.secs, body)}
                    rows.append(r); print(json.dumps(r), flush=True); json.dump(rows, open(a.out, "w"))
        finally: box.down()
    print("\n| processes | calls/s of each | calls | not 200 | CPU us/call | transactions/s of the database | p50 us | p99 us |\n|--:|--:|--:|--:|--:|--:|--:|--:|")
    for key in dict.fromkeys((r["processes"], r["rate"]) for r in rows):
        of = [r for r in rows if (r["processes"], r["rate"]) == key]; m = lambda k: bench.st.median(r[k] for r in of)
        print("| %d | %d | %d | %d | %.0f | %.1f | %.0f | %.0f |" % (*key, sum(r["n"] for r in of), sum(r["bad"] for r in of), m("cpu_us"), m("transactions_s"), m("p50"), m("p99")))


main()
