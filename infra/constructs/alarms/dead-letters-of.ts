import { OTHERS } from "../../../core/contract.ts";
import { ALARMS, type AlarmRow } from "./alarms.ts";

/** The row of a producer with a name: one whose messages often fail must not hide that another's do. */
export function deadLettersOf(producer: string): AlarmRow {
	const [row] = ALARMS.filter(({ producer: whose }) => whose === OTHERS);
	if (row === undefined) throw new Error("No alarm is for dead letters");
	return {
		...row,
		title: `dead letters of ${producer}`,
		symptom: `Some messages of the producer ${producer} can never be sent as they are: a wrong address, a message Gmail refuses, a wrong format.`,
		producer,
	};
}
