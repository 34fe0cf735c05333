/** `npm run audit`: known vulnerabilities of what is bundled, which for npm are tools like all others. */
import { spawnSync } from "node:child_process";
import { bundledPackages } from "./bundled-packages.ts";

interface Vulnerability {
	readonly name: string;
	/** Advisories, and names of dependencies that have some. */
	readonly via: readonly (
		| string
		| { readonly title: string; readonly url: string }
	)[];
	/** Where it is, as the lock file names it. */
	readonly nodes: readonly string[];
}

const { stdout } = spawnSync("npm", ["audit", "--json"], {
	encoding: "utf8",
	maxBuffer: 100_000_000,
});
const { vulnerabilities, message } = JSON.parse(stdout) as {
	readonly vulnerabilities?: Readonly<Record<string, Vulnerability>>;
	readonly message?: string;
};
if (vulnerabilities === undefined)
	throw new Error(`Cannot audit the packages: ${message}`);

const bundled = bundledPackages();
const found = Object.values(vulnerabilities)
	.filter(({ nodes }) => nodes.some((node) => bundled.has(node)))
	.flatMap(({ name, via }) =>
		via.flatMap((one) =>
			typeof one === "string" ? [] : [`${name}: ${one.title}, ${one.url}`],
		),
	);
for (const line of found) console.error(line);
console.log(`${bundled.size} packages are bundled, ${found.length} advisories`);
process.exitCode = found.length > 0 ? 1 : 0;
