package cmdline

// The forms of values that several switches share.
const (
	objectForm = "PROVIDER[=PATH][,SETTING=VALUE...]"
	regexpForm = "REGEXP"
	fileForm   = "FILE"
	folderForm = "FOLDER"
)

func operationEntries() []entry {
	return []entry{
		{Switch: Switch{Name: "verb", Form: "VERB", Need: Required, Repeat: Once,
			Doc: "The operation: sync, dump, delete, getDependencies, getParameters or getSystemInfo."},
			in: func(c *Command) slot { return &c.Verb }},
		{Switch: Switch{Name: "source", Form: objectForm, Need: Required, Repeat: Once,
			Doc: "The object to read."},
			in: func(c *Command) slot { return object{&c.Source} }},
		{Switch: Switch{Name: "dest", Form: objectForm, Need: Required, Repeat: Once,
			Doc: "The object to change."},
			in: func(c *Command) slot { return object{&c.Dest} }},
		{Switch: Switch{Name: "whatif",
			Doc: "Print what a run would change, but change nothing; no value switches it off."},
			in: func(c *Command) slot { return (*stickyFlag)(&c.WhatIf) }},
		{Switch: Switch{Name: "useCheckSum",
			Doc: "Compare files by their content instead of their times."},
			in: func(c *Command) slot { return (*stickyFlag)(&c.UseChecksum) }},
		{Switch: Switch{Name: "preSync", Form: objectForm, Need: Required, Repeat: Once,
			Doc: "Sync this object, mostly a runCommand, before the sync itself."},
			in: func(c *Command) slot { return object{&c.PreSync} }},
		{Switch: Switch{Name: "postSync", Form: objectForm, Need: Required, Repeat: Once,
			Doc: "Sync this object, mostly a runCommand, after the sync itself."},
			in: func(c *Command) slot { return object{&c.PostSync} }},
	}
}

func filterEntries() []entry {
	return []entry{
		{Switch: Switch{Name: "skip", Form: "KEY=REGEXP[,KEY=REGEXP...]", Need: Required, Repeat: Each,
			Doc: "Leave out the objects that meet all conditions, or spare them one skipAction."},
			in: func(c *Command) slot { return (*pairLists)(&c.Skips) }},
		{Switch: Switch{Name: "enableSkipDirective", Form: regexpForm, Need: Required, Repeat: Each,
			Doc: "Turn on the skip directives whose names match."},
			in: func(c *Command) slot { return (*texts)(&c.EnableSkipDirectives) }},
		{Switch: Switch{Name: "disableSkipDirective", Form: regexpForm, Need: Required, Repeat: Each,
			Doc: "Turn off the skip directives whose names match."},
			in: func(c *Command) slot { return (*texts)(&c.DisableSkipDirectives) }},
		{Switch: Switch{Name: "replace", Form: "KEY=VALUE[,KEY=VALUE...]", Need: Required, Repeat: Each,
			Doc: "Rewrite attributes of source objects, names and paths included, before they are compared."},
			in: func(c *Command) slot { return (*pairLists)(&c.Replaces) }},
		{Switch: Switch{Name: "enableRule", Form: regexpForm, Need: Required, Repeat: Each,
			Doc: "Turn on the rules whose names match."},
			in: func(c *Command) slot { return (*texts)(&c.EnableRules) }},
		{Switch: Switch{Name: "disableRule", Form: regexpForm, Need: Required, Repeat: Each,
			Doc: "Turn off the rules whose names match; this wins over -enableRule."},
			in: func(c *Command) slot { return (*texts)(&c.DisableRules) }},
		{Switch: Switch{Name: "enableLink", Form: regexpForm, Need: Required, Repeat: Each,
			Doc: "Turn on the link extensions whose names match."},
			in: func(c *Command) slot { return (*texts)(&c.EnableLinks) }},
		{Switch: Switch{Name: "disableLink", Form: regexpForm, Need: Required, Repeat: Each,
			Doc: "Turn off the link extensions whose names match."},
			in: func(c *Command) slot { return (*texts)(&c.DisableLinks) }},
	}
}

func parameterEntries() []entry {
	return []entry{
		{Switch: Switch{Name: "declareParam", Form: "name=NAME[,KEY=VALUE...]", Need: Required, Repeat: Each,
			Doc: "Declare a parameter of the package being written, or extend one."},
			in: func(c *Command) slot { return (*pairLists)(&c.DeclareParams) }},
		{Switch: Switch{Name: "declareParamFile", Form: fileForm, Need: Required,
			Doc: "Declare the parameters of this XML file, before those of the command line."},
			in: func(c *Command) slot { return (*text)(&c.DeclareParamFile) }},
		{Switch: Switch{Name: "setParam", Form: "NAME=VALUE or KEY=VALUE[,KEY=VALUE...]", Need: Required, Repeat: Each,
			Doc: "Give a parameter its value, or change files directly by kind, scope and match; @env:NAME and @file:PATH name a secret."},
			in: func(c *Command) slot { return (*pairLists)(&c.SetParams) }},
		{Switch: Switch{Name: "setParamFile", Form: fileForm, Need: Required,
			Doc: "Give parameters the values of this XML file; -setParam wins over it."},
			in: func(c *Command) slot { return (*text)(&c.SetParamFile) }},
		{Switch: Switch{Name: "removeParam", Form: "NAME", Need: Required, Repeat: Each,
			Doc: "Take a declared parameter out of this run."},
			in: func(c *Command) slot { return (*texts)(&c.RemoveParams) }},
	}
}

func outputEntries() []entry {
	return []entry{
		{Switch: Switch{Name: "verbose", Form: "Off|Error|Warning|Info|Verbose or 0..4", Need: Optional,
			Doc: "Print messages down to this level, Verbose if none is named; without the switch it is Info."},
			in: func(c *Command) slot { return &c.Verbose }},
		{Switch: Switch{Name: "xml", Form: fileForm, Need: Optional,
			Doc: "Print XML instead of lines, to the file if one is named."},
			in: func(c *Command) slot { return optionalText{&c.XML, &c.XMLFile} }},
		{Switch: Switch{Name: "xpath", Form: "XPATH", Need: Required,
			Doc: "Print only the nodes of the XML output that the expression selects."},
			in: func(c *Command) slot { return (*text)(&c.XPath) }},
		{Switch: Switch{Name: "showSecure",
			Doc: "Show secret attributes in XML output instead of hiding them."},
			in: func(c *Command) slot { return (*flag)(&c.ShowSecure) }},
		{Switch: Switch{Name: "debug",
			Doc: "Accepted; has no effect here."},
			in: func(c *Command) slot { return (*flag)(&c.Debug) }},
	}
}

func connectionEntries() []entry {
	return []entry{
		{Switch: Switch{Name: "retryAttempts", Form: "N", Need: Required,
			Doc: "Try a failed action again up to N times, 5 if not given."},
			in: func(c *Command) slot { return int32From(&c.RetryAttempts, 0) }},
		{Switch: Switch{Name: "retryInterval", Form: "MILLISECONDS", Need: Required,
			Doc: "Wait that long before each new attempt, 1000 if not given."},
			in: func(c *Command) slot { return int32From(&c.RetryInterval, 0) }},
		{Switch: Switch{Name: "allowUntrusted",
			Doc: "Accepted; there are no remote servers to trust yet."},
			in: func(c *Command) slot { return (*flag)(&c.AllowUntrusted) }},
		{Switch: Switch{Name: "userAgent", Form: "TEXT", Need: Required,
			Doc: "Accepted; there are no requests to remote servers yet."},
			in: func(c *Command) slot { return (*text)(&c.UserAgent) }},
	}
}

// hostEntries are switches that concern a Windows host or the build that calls
// the tool.
func hostEntries() []entry {
	return []entry{
		{Switch: Switch{Name: "disableAppStore",
			Doc: "Accepted; there is no application store here."},
			in: func(c *Command) slot { return (*flag)(&c.DisableAppStore) }},
		{Switch: Switch{Name: "incremental",
			Doc: "Accepted; there is no change journal to list by here."},
			in: func(c *Command) slot { return (*flag)(&c.Incremental) }},
		{Switch: Switch{Name: "enableTransaction",
			Doc: "Accepted for compatibility with build tasks that pass it."},
			in: func(c *Command) slot { return (*flag)(&c.EnableTransaction) }},
		{Switch: Switch{Name: "failureLevel", Form: "LEVEL", Need: Required,
			Doc: "Accepted for compatibility with build tasks that pass it."},
			in: func(c *Command) slot { return (*text)(&c.FailureLevel) }},
		{Switch: Switch{Name: "appHostConfigDir", Form: folderForm, Need: Required,
			Doc: "Accepted; there is no IIS configuration to look for yet."},
			in: func(c *Command) slot { return (*text)(&c.AppHostConfigDir) }},
		{Switch: Switch{Name: "webServerDir", Form: folderForm, Need: Required,
			Doc: "Accepted; there is no web server to look for yet."},
			in: func(c *Command) slot { return (*text)(&c.WebServerDir) }},
		{Switch: Switch{Name: "webServerManifest", Form: fileForm, Need: Required,
			Doc: "Accepted; there are no web server providers yet."},
			in: func(c *Command) slot { return (*text)(&c.WebServerManifest) }},
	}
}
