// Before anything is painted: where scripts run, the navigation of a narrow window waits behind its button.
document.documentElement.dataset.scripts = 'on';
