#!/usr/bin/env node
import "../src/app/cli.ts";
