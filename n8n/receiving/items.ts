/** Converts messages and reports to the items with which both triggers start workflows. */
import type { IDataObject, INodeExecutionData } from 'n8n-workflow';
import { sessionOf } from '../../core/receiving/conversation';
import type { DeliveryReport } from '../../core/receiving/delivery';
import type { InboundMessage } from '../../core/receiving/inbound';
import type { MissedCall } from '../../core/receiving/missed-call';

const withRaw = (columns: IDataObject, raw: unknown, simplify: boolean): INodeExecutionData => ({
	json: simplify ? columns : { ...columns, raw: raw as IDataObject },
});

/** @param simplify whether to leave out the provider's own row */
export function messageItem(message: InboundMessage, simplify: boolean): INodeExecutionData {
	const { id, from, to, text, receivedAt, provider, inReplyTo, reference, optOut, raw } = message;
	const { channel, media } = message;
	const told = { id, from, to, text, receivedAt, provider, inReplyTo, reference, optOut };
	// Under the names that n8n's agents and memories read by default.
	Object.assign(told, { sessionId: sessionOf(message), chatInput: text });
	if (channel) Object.assign(told, { channel });
	if (media) Object.assign(told, { media });
	return withRaw({ event: 'messageReceived', ...told }, raw, simplify);
}

/** The columns of a delivery report, without the provider's own row. */
export function reportColumns(report: DeliveryReport): IDataObject {
	const { messageId, to, status, final, reportedAt, provider, reference } = report;
	const { errorCode, errorText } = report;
	return { messageId, to, status, final, reportedAt, provider, reference, errorCode, errorText };
}

/** @param simplify whether to leave out the provider's own row */
export function reportItem(report: DeliveryReport, simplify: boolean): INodeExecutionData {
	return withRaw({ event: 'deliveryReport', ...reportColumns(report) }, report.raw, simplify);
}

/** @param simplify whether to leave out the provider's own row */
export function callItem(call: MissedCall, simplify: boolean): INodeExecutionData {
	const { id, from, to, name, calledAt, provider, raw } = call;
	return withRaw({ event: 'callMissed', id, from, to, name, calledAt, provider }, raw, simplify);
}
