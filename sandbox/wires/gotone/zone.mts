/** Times of the account: local times without a zone and seconds (docs/providers/gotone.md §5). */

const form = /^(\d{4})-(\d{2})-(\d{2}) (\d{2}):(\d{2})$/;

/** The local time in the zone, as milliseconds as if it were UTC. */
function clockOf(time: number, zone: string): number {
	const parts = new Intl.DateTimeFormat('en-US', {
		timeZone: zone,
		hourCycle: 'h23',
		year: 'numeric',
		month: 'numeric',
		day: 'numeric',
		hour: 'numeric',
		minute: 'numeric',
		second: 'numeric',
	}).formatToParts(time);
	const part = (type: string) => Number(parts.find((one) => one.type === type)?.value);
	return Date.UTC(
		part('year'),
		part('month') - 1,
		part('day'),
		part('hour'),
		part('minute'),
		part('second'),
	);
}

/** The time `Y-m-d H:i` in a zone; undefined for another format or a day that does not exist. */
export function momentOf(text: string, zone: string): Date | undefined {
	const [, ...numbers] = form.exec(text) ?? [];
	if (numbers.length === 0) return undefined;
	const [year = 0, month = 0, day = 0, hour = 0, minute = 0] = numbers.map(Number);
	const wall = Date.UTC(year, month - 1, day, hour, minute);
	if (new Date(wall).toISOString().slice(0, 16) !== text.replace(' ', 'T')) return undefined;
	const guess = wall - (clockOf(wall, zone) - wall);
	return new Date(wall - (clockOf(guess, zone) - guess));
}
