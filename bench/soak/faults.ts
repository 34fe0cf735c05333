/** What happens at once, or from the next chance on; each as often as it stands here before any does again. */
export const INSTANTS = [
	...Array<"kill">(3).fill("kill"),
	...Array<"kill at the dot">(2).fill("kill at the dot"),
	"connections closed",
	"connections reset",
	...Array<"taken, answer lost">(2).fill("taken, answer lost"),
	...Array<"not taken, answer lost">(2).fill("not taken, answer lost"),
	"lost in mid-data",
	"slow at the dot",
	...Array<"SQS delivers twice">(2).fill("SQS delivers twice"),
	"table: throttled",
	"table: error",
	"table: request lost",
	"table: answer lost",
	"table: hangs",
] as const;
export type Instant = (typeof INSTANTS)[number];

/** Every fault that must have fired. */
export const FAULTS: readonly string[] = [
	...new Set<string>(INSTANTS),
	"kill in mid-send",
	"SQS delivers again what is sent",
	"450 4.2.1",
	"421 4.7.0",
	"535 after a password change",
	"5.4.5 daily limit",
	"the same message on the queue twice",
];
