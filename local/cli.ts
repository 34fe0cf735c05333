#!/usr/bin/env node
/** `npm start`, and the command of the package. An older Node.js can't even load what it runs. */
const [major = 0, minor = 0] = process.versions.node.split(".").map(Number);

if (major > 22 || (major === 22 && minor >= 17)) {
	const { main } = await import("./main.ts");
	await main(process.argv.slice(2));
} else {
	console.error(
		`Cannot run on Node.js ${process.versions.node}: allowed is 22.17 or later, such as 24, which Lambda runs the functions with`,
	);
	process.exitCode = 1;
}
