import { describe, expect, test } from "vitest";
import { readOptions } from "../../../ops/terminal/options.ts";

describe("readOptions()", () => {
	test.each([
		[[], undefined],
		[["--local"], 4566],
		[["--local", "--port", "4600"], 4600],
		[["--port=4600", "--local"], 4600],
	])("finds in %j the local port %j", (args, localPort) =>
		expect(readOptions(args, {}).target).toMatchObject({ localPort }),
	);

	test.each([
		[["--port", "4600"], /Cannot use --port without --local/],
		[["--local", "--port", "0"], /Cannot use --port 0: specify a number/],
		[["--local", "--port", "65536"], /from 1 to 65535/],
		[["--local", "--port", "x"], /Cannot use --port x/],
		[["--lcoal"], /^There is no option --lcoal; did you mean --local\?$/],
		[
			["--frob"],
			/^There is no option --frob: specify one of --stack, .*--json$/,
		],
		[["--stack"], /argument missing/],
	])("refuses %j", (args, sentence) =>
		expect(() => readOptions(args, {})).toThrow(sentence),
	);
});
