import type { Random } from "../simulation/engine/random.ts";

/** Pieces that somebody who means harm, or a browser, puts into texts. */
const PIECES = [
	"a",
	"Z",
	"0",
	" ",
	"  ",
	"é",
	"ü",
	"漢字",
	"😀",
	"\u200b",
	"\u202e",
	"\u2028",
	"@",
	"<",
	">",
	'"',
	"'",
	"\\",
	",",
	";",
	":",
	"=",
	"=?",
	"?=",
	"=?utf-8?B?DQpCY2M6IHhAZXZpbC5leGFtcGxl?=",
	"=?utf-8?Q?=0D=0ABcc:_x@evil.example?=",
	"Bcc: x@evil.example",
	"--",
	".",
	"{{ data }}",
	"{% for %}",
	"&amp;",
	"<script>",
	"userratelimitexceeded@evil.example",
];
/** What one line of a header may not have. */
const BREAKS = [
	"\t",
	"\r\n",
	"\n",
	"\r",
	"\0",
	"\u001b[31m",
	"\u007f",
	"\ud800",
];

export function oneLine(random: Random, most: number): string {
	return textOf(random, most, PIECES);
}

export function text(random: Random, most: number): string {
	return textOf(random, most, [
		...PIECES,
		"\n",
		"\r\n",
		"\r",
		"\n.",
		"\0",
		"\u0007",
	]);
}

/** With what a field has to refuse, now and then. */
export function hostileLine(random: Random, most: number): string {
	return textOf(
		random,
		most,
		random.chance(0.02) ? [...PIECES, ...BREAKS] : PIECES,
	);
}

function textOf(
	random: Random,
	most: number,
	pieces: readonly string[],
): string {
	// A run of one piece, or a mixture.
	if (random.chance(0.2)) {
		const piece = random.pick(pieces);
		return piece
			.repeat(random.whole(1, Math.ceil(most / piece.length)))
			.slice(0, most)
			.toWellFormed();
	}
	let made = "";
	const length = random.chance(0.1) ? most : random.whole(1, 60);
	while (made.length < length) made += random.pick(pieces);
	return made.slice(0, Math.min(length, most)).toWellFormed();
}
