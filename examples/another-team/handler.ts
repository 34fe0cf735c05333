// In your app: from "sqs-gmail-sender/publisher".
import { sendEmail } from "../../publisher/index.ts";

interface Order {
	readonly id: string;
	readonly email: string;
}

/** An order has left the house: its customer hears of it once, however often this is called. */
export async function handler(order: Order): Promise<object> {
	return sendEmail({
		id: `order-${order.id}-shipped`,
		to: order.email,
		subject: `Order ${order.id} is on its way`,
		text: "It will be with you tomorrow.",
	});
}
