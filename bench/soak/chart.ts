import type { SoakResults } from "./results.ts";

const WIDTH = 720;
const LEFT = 48;
const RIGHT = 12;
const PANEL = 130;
const GAP = 44;
const TOP = 34;
/** Of these one sees when they were; of others how many. */
const MARKED: Readonly<Record<string, string>> = {
	kill: "kill",
	"kill at the dot": "kill",
	"535 after a password change": "password",
	password: "password",
	"5.4.5 daily limit": "limit",
};

/** The rate and the memory over the time of a soak, as SVG, with the faults that stand out. */
export function chartOf({
	series,
	marks,
	messages,
	seed,
}: SoakResults): string {
	const seconds = Math.max(1, series.at(-1)?.second ?? 1);
	const x = (second: number) =>
		round(LEFT + ((WIDTH - LEFT - RIGHT) * second) / seconds);
	const rate = panel(
		TOP,
		"mails a second",
		series.map(({ second, perSecond }) => ({ second, value: perSecond })),
		x,
	);
	const memory = panel(
		TOP + PANEL + GAP,
		"MiB, each process of the function",
		series.flatMap(({ second, rss }) =>
			rss.map((value) => ({ second, value })),
		),
		x,
	);
	const calm = stretchesOf(series).map(
		({ from, to }) =>
			`<rect class="calm" x="${x(from)}" y="${TOP}" width="${round(x(to) - x(from))}" height="${2 * PANEL + GAP}"/>`,
	);
	const ticks = marks.flatMap(({ second, name }) => {
		const kind = MARKED[name];
		return kind === undefined
			? []
			: [
					`<path class="${kind}" d="M${x(second)} ${TOP + PANEL + 6}v${kind === "kill" ? 8 : 14}"/>`,
				];
	});
	const height = TOP + 2 * PANEL + GAP + 28;
	return `<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 ${WIDTH} ${height}" width="${WIDTH}" height="${height}" role="img">
<title>${messages} messages with faults (seed ${seed}): mails a second, and memory</title>
<style>${STYLE}</style>
${calm.join("\n")}
${rate.frame}
<path class="line" d="${pathOf(rate.points)}"/>
${memory.frame}
${memory.points.map(([px, py]) => `<circle class="dot" cx="${px}" cy="${py}" r="1.6"/>`).join("")}
${[...new Set(ticks)].join("")}
<text x="${LEFT}" y="16">${messages.toLocaleString("en-US")} messages. Shaded: no faults. Between the charts: <tspan class="killed">kills</tspan>, <tspan class="passworded">password changes</tspan>, <tspan class="limited">daily limits</tspan></text>
<text class="end" x="${WIDTH - RIGHT}" y="${height - 6}">${seconds} s</text>
</svg>
`;
}

const STYLE =
	"text{font:12px system-ui,sans-serif;fill:#57606a}.end{text-anchor:end}.calm{fill:#8c959f;opacity:.18}.axis{stroke:#8c959f;stroke-width:1;fill:none}.line{stroke:#0969da;stroke-width:1.5;fill:none}.dot{fill:#0969da}.kill{stroke:#cf222e}.password{stroke:#8250df;stroke-width:2}.limit{stroke:#bf8700;stroke-width:2}.killed{fill:#cf222e}.passworded{fill:#8250df}.limited{fill:#9a6700}@media(prefers-color-scheme:dark){text{fill:#9198a1}.line{stroke:#4493f8}.dot{fill:#4493f8}.kill{stroke:#f85149}.password{stroke:#ab7df8}.limit{stroke:#d29922}.killed{fill:#f85149}.passworded{fill:#ab7df8}.limited{fill:#d29922}}";

type Point = readonly [x: number, y: number];

function panel(
	top: number,
	title: string,
	values: readonly { readonly second: number; readonly value: number }[],
	x: (second: number) => number,
): { readonly frame: string; readonly points: readonly Point[] } {
	const most = roundUp(Math.max(1, ...values.map(({ value }) => value)));
	const bottom = top + PANEL;
	return {
		frame: [
			`<path class="axis" d="M${LEFT} ${top}V${bottom}H${WIDTH - RIGHT}"/>`,
			`<text class="end" x="${LEFT - 6}" y="${top + 10}">${most}</text>`,
			`<text class="end" x="${LEFT - 6}" y="${bottom}">0</text>`,
			`<text x="${LEFT + 6}" y="${top + 10}">${title}</text>`,
		].join("\n"),
		points: values.map(({ second, value }) => [
			x(second),
			round(bottom - (PANEL * value) / most),
		]),
	};
}

function stretchesOf(
	series: SoakResults["series"],
): readonly { readonly from: number; readonly to: number }[] {
	const calm = series.filter(({ stretch }) => stretch.startsWith("calm"));
	return [...new Set(calm.map(({ stretch }) => stretch))].map((name) => {
		const own = calm.filter(({ stretch }) => stretch === name);
		return { from: (own[0]?.second ?? 0) - 1, to: own.at(-1)?.second ?? 0 };
	});
}

function pathOf(points: readonly Point[]): string {
	return points
		.map(([px, py], index) => `${index === 0 ? "M" : "L"}${px} ${py}`)
		.join("");
}

function roundUp(value: number): number {
	const unit = 10 ** Math.floor(Math.log10(value));
	return Math.ceil(value / unit) * unit;
}

function round(value: number): number {
	return Math.round(value * 10) / 10;
}
