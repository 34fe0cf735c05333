/** The time of day of an epoch ms, for people; with its date when that is not the day of `now`. In UTC. */
export function clockText(at: number, now: number): string {
	const [text, today] = [at, now].map((one) => new Date(one).toISOString());
	const time = `${text?.slice(11, 16)} UTC`;
	const date = text?.slice(0, 10) ?? "";
	return today?.startsWith(date) === true ? time : `${date} ${time}`;
}
