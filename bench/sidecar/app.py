"""The sidecar that a service without Outspec has beside it: FastAPI, httpx and pydantic, one worker of uvicorn.

It takes notes, asks the provider at PROVIDER_URL, validates what comes and gives it back. It is written as its users
write it: one client for all requests, pydantic for the output, uvloop and httptools as uvicorn finds them.
"""

import os
from contextlib import asynccontextmanager
from typing import Literal

import httpx
from fastapi import FastAPI, HTTPException
from pydantic import BaseModel, ConfigDict, ValidationError


class Notes(BaseModel):
    notes: str


class PatientSummary(BaseModel):
    model_config = ConfigDict(strict=True)

    vitals_status: Literal["Normal", "Warning", "Critical"]
    key_notes: list[str]
    requires_visit: bool


@asynccontextmanager
async def lifespan(app: FastAPI):
    limits = httpx.Limits(max_connections=None, max_keepalive_connections=None)
    async with httpx.AsyncClient(base_url=os.environ["PROVIDER_URL"], limits=limits, timeout=60) as client:
        app.state.client = client
        yield


app = FastAPI(lifespan=lifespan)
schema = PatientSummary.model_json_schema()


@app.get("/ready")
async def ready() -> dict[str, bool]:
    return {"ready": True}


@app.post("/patient-summary")
async def summarise(body: Notes) -> PatientSummary:
    answer = await app.state.client.post(
        "/chat/completions",
        json={
            "model": "gpt-5.4-mini",
            "messages": [
                {"role": "system", "content": "You are a clinical assistant. Summarise the notes."},
                {"role": "user", "content": body.notes},
            ],
            "response_format": {"type": "json_schema", "json_schema": {"name": "answer", "schema": schema}},
        },
        headers={"authorization": "Bearer k"},
    )
    answer.raise_for_status()
    try:
        return PatientSummary.model_validate_json(answer.json()["choices"][0]["message"]["content"])
    except ValidationError as problem:
        raise HTTPException(502, "the output does not match its schema") from problem
