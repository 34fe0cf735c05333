#!/usr/bin/env node
import { runCli } from "./run-cli.ts";
import { terminal } from "./terminal/terminal.ts";

process.exitCode = await runCli(process.argv.slice(2), terminal);
