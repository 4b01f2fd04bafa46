import type { IDataObject } from 'n8n-workflow';
import { isObject as hasFields } from '../core/values';

/** Whether a value has named fields, for those that go on as n8n's own kind of object. */
export const isObject = (value: unknown): value is IDataObject => hasFields(value);
