import { readFileSync } from 'node:fs';
import { join } from 'node:path';

/**
 * The payload that Prometheus' Alertmanager posts to a webhook, version "4".
 * https://prometheus.io/docs/alerting/latest/configuration/#webhook_config
 */
export interface AlertmanagerPayload {
	version: '4';
	groupKey: string;
	truncatedAlerts: number;
	status: 'firing' | 'resolved';
	receiver: string;
	groupLabels: Labels;
	commonLabels: Labels;
	commonAnnotations: Labels;
	externalURL: string;
	alerts: Alert[];
}

export interface Alert {
	status: 'firing' | 'resolved';
	labels: Labels;
	annotations: Labels;
	startsAt: string;
	endsAt: string;
	generatorURL: string;
	fingerprint: string;
}

type Labels = Record<string, string>;

export interface Text {
	to: string;
	text: string;
}

/** The payload that the demo posts; users can post it too. */
export const PAYLOAD_FILE = join(import.meta.dirname, '../examples/alertmanager-payload.json');

export function readPayload(file = PAYLOAD_FILE): AlertmanagerPayload {
	return JSON.parse(readFileSync(file, 'utf8')) as AlertmanagerPayload;
}

/**
 * The texts that must arrive: one at each number, with a line for each alert, worded as in the example
 * workflow. They are built here independently, so that the demo does not check n8n against itself.
 */
export function expectedTexts(payload: AlertmanagerPayload, numbers: readonly string[]): Text[] {
	const lines = payload.alerts.map(({ status, labels, annotations }) => {
		const { alertname, instance, severity } = labels;
		return `${status.toUpperCase()} ${alertname} (${severity}) on ${instance}: ${annotations.summary}`;
	});
	return numbers.map((to) => ({ to, text: lines.join('\n') }));
}

/** The problems with the texts that arrived, one line each; empty when all is well. */
export function findFaults(expected: readonly Text[], arrived: readonly Text[]): string[] {
	const balance = new Map<string, number>();
	const count = ({ to, text }: Text, by: number) => {
		const key = `${to} “${text}”`;
		balance.set(key, (balance.get(key) ?? 0) + by);
	};
	expected.forEach((text) => count(text, -1));
	const wanted = new Set(balance.keys());
	arrived.forEach((text) => count(text, 1));
	return [...balance].flatMap(([key, difference]) => {
		if (difference < 0) return [`did not arrive: ${key}`];
		if (difference === 0) return [];
		return [wanted.has(key) ? `arrived more than once: ${key}` : `was not expected: ${key}`];
	});
}
