# Every command of a checkout. Work is done once: a step runs again only when what it is made from
# has changed. How each step is done stands in scripts/.

SHELL := bash
.SHELLFLAGS := -euo pipefail -c
MAKEFLAGS += --no-print-directory
.DEFAULT_GOAL := help
.DELETE_ON_ERROR:
.PHONY: run test check format dev types wheel lock screenshots help

PORT ?= 8000
HOME_HERE = MADANG_HOME="$${MADANG_HOME:-$(CURDIR)/.madang}"

step := scripts/step.sh
setup := scripts/setup.sh
npm := npm --prefix frontend run --silent

# Stamps: what is installed, and the built page.
running := .venv/.installed-run
developing := .venv/.installed-dev
node_modules := frontend/node_modules/.package-lock.json
page := src/madang/web/dist/index.html
page_sources := $(shell find frontend/src frontend/index.html frontend/*.config.*)
sandbox := src/madang/web/sandbox/manifest.json
sandbox_sources := $(shell find frontend/src/runner frontend/src/lib/run frontend/scripts/sandbox)

run: $(running) $(page) $(sandbox) ## start Madang at http://127.0.0.1:$(PORT) · 마당 시작 (PORT=8123)
	@exec env $(HOME_HERE) .venv/bin/madang serve --port $(PORT)

test: $(developing) $(page) $(sandbox) ## set up and run every test · 모든 시험 실행 (ARGS="-k word")
	@$(setup) system curl chromium firefox postgresql
	@$(step) "page tests · 페이지 시험" $(npm) test
	@exec .venv/bin/pytest -n 2 --dist loadgroup $(ARGS)

check: $(developing) $(page) $(sandbox) ## format, lint, types, sizes · 서식, 린트, 타입, 크기 검사
	@$(step) "Python format · 파이썬 서식" .venv/bin/ruff format --check .
	@$(step) "Python lint · 파이썬 린트" .venv/bin/ruff check .
	@$(step) "Python types · 파이썬 타입" env PYRIGHT_PYTHON_IGNORE_WARNINGS=1 .venv/bin/pyright
	@$(step) "page format · 페이지 서식" $(npm) format:check
	@$(step) "page lint · 페이지 린트" $(npm) lint
	@$(step) "page types · 페이지 타입" $(npm) check
	@$(step) "page size · 페이지 크기" $(npm) size
	@$(step) "generated API types · 만들어진 API 타입" scripts/types.sh --check
	@$(step) "locks without addresses · 주소 없는 잠금 파일" scripts/lock.sh --check

format: $(developing) $(node_modules) ## put all code in form · 코드 서식 맞추기
	@.venv/bin/ruff format .
	@.venv/bin/ruff check --fix .
	@$(npm) format

dev: $(developing) $(node_modules) $(sandbox) ## server and page, reloading · 고치면 바로 다시 읽는 개발 서버
	@exec env $(HOME_HERE) scripts/dev.sh $(PORT)

types: $(developing) $(node_modules) ## write the page's API types anew · API 타입 다시 만들기
	@scripts/types.sh

wheel: $(running) $(page) $(sandbox) ## a wheel with the page in it, in dist/ · 페이지를 담은 휠 만들기
	@$(step) "wheel · 휠" .venv/bin/python -m hatchling build -t wheel

lock: $(running) ## pin Python packages anew · 파이썬 패키지 버전 다시 잠그기 (ARGS=--upgrade)
	@$(step) "locks · 잠금 파일" scripts/lock.sh $(ARGS)

screenshots: $(developing) $(page) $(sandbox) ## take docs/pictures anew · 설명서 그림 다시 찍기
	@$(setup) system chromium font
	@.venv/bin/python scripts/screenshots.py

help: ## this list · 이 목록
	@awk -F ':.*## ' '/^[a-z]+:.*## / { gsub(/\$$\(PORT\)/, "$(PORT)", $$2); printf "  make %-12s %s\n", $$1, $$2 }' Makefile

$(running): requirements/run.lock requirements/installer.lock pyproject.toml
	@$(setup) python run
	@touch $@

$(developing): requirements/dev.lock requirements/installer.lock pyproject.toml
	@$(setup) python dev
	@touch $@ $(running)

$(node_modules): frontend/package.json frontend/package-lock.json
	@$(setup) node
	@touch $@

$(page): $(node_modules) $(page_sources)
	@$(step) "the page · 페이지 만들기" $(npm) build -- --logLevel warn
	@touch $@

$(sandbox): $(node_modules) $(sandbox_sources)
	@$(step) "the run window's libraries · 실행창 라이브러리 만들기" $(npm) sandbox
	@touch $@
