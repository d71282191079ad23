#!/usr/bin/env python3
"""Writes C++ shapes, descriptors, interfaces, clients and dispatchers from the botocore service models.

Only the closure of operations that have a handler file under src/services/<svc>/ops/ is generated: the presence of
the file is the registration. Corrections to the models are data, in codegen/patches/<svc>.json, each with its reason.

usage: generate.py --models DIR --source REPO --out DIR [--coverage FILE]
"""

import argparse
import gzip
import json
import os
import re
import sys

from emit import quote, snake, write_if_changed
from model import Model
import emit_api
import emit_client
import emit_services

# Our folder under src/services, the model's folder, and the name of the C++ interface.
SERVICES = {
    "sts": ("sts", "Sts"),
    "iam": ("iam", "Iam"),
    "s3": ("s3", "S3"),
    "s3tables": ("s3tables", "S3Tables"),
    "glue": ("glue", "Glue"),
    "lakeformation": ("lakeformation", "LakeFormation"),
    "firehose": ("firehose", "Firehose"),
    "athena": ("athena", "Athena"),
    "cloudwatch": ("cloudwatch", "CloudWatch"),
    "logs": ("logs", "Logs"),
    "kms": ("kms", "Kms"),
    "tagging": ("resourcegroupstaggingapi", "Tagging"),
    "ram": ("ram", "Ram"),
    "organizations": ("organizations", "Organizations"),
}


def load_model(models, folder):
    """The newest version of a service's model."""
    base = os.path.join(models, folder)
    newest = sorted(os.listdir(base))[-1]
    path = os.path.join(base, newest, "service-2.json")
    if os.path.exists(path):
        with open(path, encoding="utf-8") as file:
            return json.load(file)
    with gzip.open(path + ".gz", "rt", encoding="utf-8") as file:
        return json.load(file)


def handled_operations(source, service, raw):
    """Operations with a handler file; a file that names no operation of the model is an error."""
    folder = os.path.join(source, "src", "services", service, "ops")
    by_file = {snake(name): name for name in raw["operations"]}
    found = []
    if os.path.isdir(folder):
        for name in sorted(os.listdir(folder)):
            if not name.endswith(".cc") or name.endswith("_test.cc"):
                continue
            stem = name[:-3]
            if stem not in by_file:
                sys.exit(f"src/services/{service}/ops/{name}: the {service} model has no such operation")
            found.append(by_file[stem])
    return found


def differences(source, service, operation):
    """The 'Differs from AWS' sentences of a handler's opening comment."""
    path = os.path.join(source, "src", "services", service, "ops", snake(operation) + ".cc")
    text, collecting = [], False
    with open(path, encoding="utf-8") as file:
        for line in file:
            if not line.startswith("//"):
                break
            line = line[2:].strip()
            if line.startswith("Differs from AWS:"):
                collecting, line = True, line[len("Differs from AWS:"):].strip()
            if collecting:
                text.append(line)
    return " ".join(text).strip()


def coverage(source, loaded):
    """docs/coverage.md: every operation of every model, implemented with its known differences, or not."""
    lines = ["# Coverage", "",
             "Generated from the service models and `src/services/*/ops`; `make coverage` rewrites it.",
             "An operation that is not implemented answers its protocol's own \"not implemented\" error, naming it.", "",
             "| service | implemented | in the model |", "|---|---|---|"]
    for service, (raw, handled) in loaded.items():
        lines.append(f"| [{service}](#{service}) | {len(handled)} | {len(raw['operations'])} |")
    for service, (raw, handled) in loaded.items():
        lines += ["", f"## {service}", "", "| operation | state | differs from AWS |", "|---|---|---|"]
        for name in sorted(handled):
            lines.append(f"| {name} | implemented | {differences(source, service, name).replace('|', chr(92) + '|')} |")
        missing = sorted(set(raw["operations"]) - set(handled))
        lines += ["", f"Not implemented ({len(missing)}): " + (", ".join(missing) or "none") + "."]
    return "\n".join(lines) + "\n"


def main():
    parser = argparse.ArgumentParser()
    parser.add_argument("--models", required=True)
    parser.add_argument("--source", required=True)
    parser.add_argument("--out", required=True)
    parser.add_argument("--coverage")
    options = parser.parse_args()
    written, loaded = set(), {}
    for service, (folder, interface) in SERVICES.items():
        raw = load_model(options.models, folder)
        handled = handled_operations(options.source, service, raw)
        loaded[service] = (raw, handled)
        patch_path = os.path.join(options.source, "codegen", "patches", service + ".json")
        patches = json.load(open(patch_path, encoding="utf-8")) if os.path.exists(patch_path) else {}
        model = Model(service, interface, raw, handled, patches)
        for path, text in (emit_api.files(model) | emit_client.files(model) | emit_services.files(model)).items():
            full = os.path.join(options.out, path)
            write_if_changed(full, text)
            written.add(os.path.abspath(full))
    for folder, _, names in os.walk(options.out):
        for name in names:
            full = os.path.abspath(os.path.join(folder, name))
            if full not in written:
                os.remove(full)
    if options.coverage:
        write_if_changed(options.coverage, coverage(options.source, loaded))


if __name__ == "__main__":
    main()
