import { ALARMS } from "../../infra/constructs/alarms/alarms.ts";
import { deadLettersOf } from "../../infra/constructs/alarms/dead-letters-of.ts";

/** Name that the alarm with this id has on AWS. */
export function alarmName(sender: string, id: string): string {
	const row = ALARMS.find((one) => one.id === id);
	if (row === undefined) throw new Error(`There is no alarm ${id}`);
	return `${sender}: ${row.title}`;
}

/** Id of the alarm with this name; a producer's own is `dead-lettered-<producer>`. */
export function alarmId(name: string, sender: string): string {
	const title = name.replace(`${sender}: `, "");
	const producer = title.replace(deadLettersOf("").title, "");
	return (
		ALARMS.find((row) => row.title === title)?.id ??
		(producer === title ? name : `dead-lettered-${producer}`)
	);
}
