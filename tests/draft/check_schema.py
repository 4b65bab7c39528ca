#!/usr/bin/python3
"""check_schema.py SCHEMA: reads one JSON document a line, answers one line each: ok, or what the schema says."""
import json, sys
try:
    import fastjsonschema
except ImportError:
    sys.exit(77)
validate = fastjsonschema.compile(json.load(open(sys.argv[1], encoding='utf-8')))
for line in sys.stdin:
    try:
        validate(json.loads(line))
        print('ok')
    except fastjsonschema.JsonSchemaException as e:
        print('no: ' + str(e).replace('\n', ' '))
