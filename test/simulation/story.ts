/** What happened, line by line; kept only when somebody is to read it. */
export class Story {
	readonly #lines: { readonly at: number; readonly text: string }[] = [];
	readonly #isKept: boolean;
	readonly #now: () => number;

	constructor(isKept: boolean, now: () => number) {
		this.#isKept = isKept;
		this.#now = now;
	}

	readonly tell = (who: string, what: string): void => {
		if (this.#isKept)
			this.#lines.push({ at: this.#now(), text: `${who}: ${what}` });
	};

	/** The lines before and after a moment that speak of one mail, or of nobody's. */
	around(at: number, label: string, most = 60): readonly string[] {
		const number = label.replace("order-", "");
		const isAbout = new RegExp(`order-${number}\\b|\\.${number}(-\\d)?@`);
		const fitting = this.#lines.filter(
			({ text }) => !ANY_MAIL.test(text) || isAbout.test(text),
		);
		const after = fitting.findIndex((line) => line.at > at);
		const end = after === -1 ? fitting.length : after;
		const from = Math.max(0, end - Math.floor(most * 0.8));
		return fitting
			.slice(from, from + most)
			.map(
				(line) =>
					`${new Date(line.at).toISOString().slice(5, 23)}  ${line.text}`,
			);
	}
}

const ANY_MAIL = /order-\d|@shop\.test/;
