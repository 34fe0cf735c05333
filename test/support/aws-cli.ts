/** What the `aws` of writeAwsStub runs: `aws SERVICE COMMAND --options`, exit code 252 for what it does not know. */
import { writeFileSync } from "node:fs";
import { type AwsArguments, readArguments, Unknown } from "./aws-arguments.ts";
import { AWS_COMMANDS } from "./aws-commands.ts";
import { outputOf } from "./aws-output.ts";

const endpoint = process.env.AWS_STUB_ENDPOINT ?? "";

try {
	const args = readArguments(
		process.argv.slice(2),
		(name) => AWS_COMMANDS[name]?.options,
	);
	print(args, await run(args));
} catch (error) {
	console.error(`aws: ${error instanceof Error ? error.message : error}`);
	process.exitCode = error instanceof Unknown ? 252 : 254;
}

function run(args: AwsArguments): Promise<unknown> {
	const { command, text } = args;
	const asked = text("endpoint-url", endpoint);
	if (asked !== endpoint)
		throw new Unknown(`there is nothing at ${asked}, only at ${endpoint}`);
	const client = {
		endpoint,
		region: text("region", "us-east-1"),
		credentials: { accessKeyId: "local", secretAccessKey: "local" },
		useQueueUrlAsEndpoint: false,
	};
	const known = AWS_COMMANDS[command];
	if (known === undefined) throw new Unknown(`unknown command ${command}`);
	return known.run(args, client);
}

function print(args: AwsArguments, answer: unknown): void {
	const out = outputOf(args, answer);
	if (args.command !== "lambda invoke") {
		if (out !== "") console.log(out);
		return;
	}
	const [file = ""] = args.positionals;
	if (file === "/dev/stdout") console.log(out);
	else writeFileSync(file, out);
}
