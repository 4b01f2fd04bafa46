// n8n-core reads these on first use, so they are set before any test imports it.
const fs = require('node:fs');
const os = require('node:os');
const path = require('node:path');

process.env.N8N_USER_FOLDER = fs.mkdtempSync(path.join(os.tmpdir(), 'sms-suite-test-'));
process.env.N8N_ENCRYPTION_KEY = 'a key for tests only';
process.env.N8N_ENFORCE_SETTINGS_FILE_PERMISSIONS = 'false';
process.env.N8N_LOG_LEVEL = 'silent';
process.env.GENERIC_TIMEZONE = 'Australia/Sydney';
