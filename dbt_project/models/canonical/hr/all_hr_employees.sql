-- The employees of all systems in use, accepted or not.
{{ union_feeds('hr_employees') }}
