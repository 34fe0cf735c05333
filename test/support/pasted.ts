import { spawnSync } from "node:child_process";

/** Pastes a text into an interactive bash that knows no other command than npm. @returns what each `npm run ops --` in it is given */
export function pasted(text: string): readonly (readonly string[])[] {
	const { stdout, error } = spawnSync(
		"/bin/bash",
		["--norc", "--noprofile", "-i"],
		{
			env: { PATH: "/nowhere", HISTFILE: "/dev/null" },
			input: `set -H\nnpm() { printf '%s\\0' "\${@:4}" END; }\n${text}\n`,
		},
	);
	if (error !== undefined) throw error;
	return stdout
		.toString()
		.split("END\0")
		.slice(0, -1)
		.map((given) => given.split("\0").slice(0, -1));
}

/** Ids that a shell, a terminal or a command line would take for something else. */
export const NASTY: readonly string[] = [
	"-rf",
	"--yes",
	"-",
	"$(echo owned)",
	"`id`",
	"$HOME $'x'",
	"a'b",
	"'; echo owned #",
	'say "hi"!! !x',
	"two  words ",
	" # not a comment",
	"of#billing#1|2&3;4>5<6(7)*?[8]{9,10}~\\n\\",
	"=ls",
	"a\nb",
	"a\tb\rc",
	"\u001b[2J'\\!\u007f",
	"\u202eevil\u2066\u2028",
	"naïve 漢字 😀",
	"",
];
