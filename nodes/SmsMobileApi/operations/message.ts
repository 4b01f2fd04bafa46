import type { Resource } from '../../../n8n/operation';
import { remove } from './messageDelete';
import { getAllReceived } from './messageGetAllReceived';
import { getAllSent } from './messageGetAllSent';

export const message: Resource = {
	name: 'Message',
	value: 'message',
	operations: [getAllSent, getAllReceived, remove],
};
