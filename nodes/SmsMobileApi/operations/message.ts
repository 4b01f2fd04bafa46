import type { Resource } from '../../../n8n/operations/operation';
import { remove } from './messageDelete';
import { getAllReceived } from './messageGetAllReceived';
import { getAllSent } from './messageGetAllSent';
import { resend } from './messageResend';
import { send } from './messageSend';

export const message: Resource = {
	name: 'Message',
	value: 'message',
	operations: [send, resend, getAllSent, getAllReceived, remove],
};
