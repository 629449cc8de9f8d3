package cmdline

// maxParallel bounds -parallel: more copies at a time only cost memory.
const maxParallel = 1024

// extensionEntries are -help and the switches that Web Deploy does not have.
func extensionEntries() []entry {
	return []entry{
		{Switch: Switch{Name: "?", Form: "TOPIC", Need: Optional, Extension: true,
			Doc: "The same as -help."},
			in: helpSlot, alias: true},
		{Switch: Switch{Name: "help", Form: "TOPIC", Need: Optional,
			Doc: "Explain the command language, or one verb, switch or provider of it."},
			in: helpSlot},
		{Switch: Switch{Name: "publish", Form: "FOLDER|PACKAGE", Need: Required, Repeat: Once, Extension: true,
			Doc: "Deploy the package that publishing a project has left, with the parameter values beside it; " +
				"-verb, -source, -dest and -setParamFile need not be given."},
			in: func(c *Command) slot { return (*text)(&c.Publish) }},
		{Switch: Switch{Name: "parallel", Form: "N", Need: Required, Extension: true,
			Doc: "Copy up to N files at a time; the output stays the same."},
			in: func(c *Command) slot { return number{at: &c.Parallel, lo: 1, hi: maxParallel, bits: 32} }},
		{Switch: Switch{Name: "strictParams", Extension: true,
			Doc: "Fail, before anything is changed, if a parameter lacks a value, is unknown, or applies to nothing; tell all at once."},
			in: func(c *Command) slot { return (*flag)(&c.StrictParams) }},
		{Switch: Switch{Name: "appOfflineTemplate", Form: fileForm, Need: Required, Extension: true,
			Doc: "Show this page while rule AppOffline keeps the application offline."},
			in: func(c *Command) slot { return (*text)(&c.AppOfflineTemplate) }},
		{Switch: Switch{Name: "siteMap", Form: "SITE[/APP]=FOLDER or FILE", Need: Required, Repeat: Each, Extension: true,
			Doc: "Say in which folder a site or an application is, or read a file that says so in a line for each."},
			in: func(c *Command) slot { return (*texts)(&c.SiteMap) }},
		{Switch: Switch{Name: "aclUser", Form: "NAME=USER", Need: Required, Repeat: Each, Extension: true,
			Doc: "Say which user or group of this machine the setAclUser NAME is; ApplicationPoolIdentity is an empty one."},
			in: func(c *Command) slot { return (*texts)(&c.ACLUsers) }},
		{Switch: Switch{Name: "maxEntries", Form: "N", Need: Required, Extension: true,
			Doc: "Refuse packages with more than N entries."},
			in: func(c *Command) slot { return int64From(&c.MaxEntries, 1) }},
		{Switch: Switch{Name: "maxSize", Form: "BYTES", Need: Required, Extension: true,
			Doc: "Refuse packages that unpack to more bytes."},
			in: func(c *Command) slot { return int64From(&c.MaxSize, 1) }},
		{Switch: Switch{Name: "maxRatio", Form: "N", Need: Required, Extension: true,
			Doc: "Refuse package entries that unpack to more than N times their packed size."},
			in: func(c *Command) slot { return int64From(&c.MaxRatio, 1) }},
		{Switch: Switch{Name: "reproducible", Extension: true,
			Doc: "Write a package that has the same bytes wherever and whenever it is made: files have the time of SOURCE_DATE_EPOCH or none, " +
				"and are compared by their contents when the package is deployed."},
			in: func(c *Command) slot { return (*flag)(&c.Reproducible) }},
		{Switch: Switch{Name: "level", Form: "N", Need: Required, Extension: true,
			Doc: "Compress packages that hard: 0, not at all, 1, fastest, to 9, smallest; 6 if it is not given."},
			in: func(c *Command) slot { return number{at: &c.Level, lo: 0, hi: 9, bits: 32} }},
		{Switch: Switch{Name: "sumCache", Form: fileForm, Need: Required, Extension: true,
			Doc: "Remember in FILE the checksums that are worked out to compare contents, also with -whatif, and read no file again that has not changed since."},
			in: func(c *Command) slot { return (*text)(&c.SumCache) }},
		{Switch: Switch{Name: "strictLimits", Extension: true,
			Doc: "Fail instead of writing a package that Web Deploy cannot read: files of more than 2147483647 bytes, or more than 65536 files."},
			in: func(c *Command) slot { return (*flag)(&c.StrictLimits) }},
		{Switch: Switch{Name: "digest", Extension: true,
			Doc: "Write a digest of all contents into the package, for -verify, getSystemInfo and dump -verbose."},
			in: func(c *Command) slot { return (*flag)(&c.Digest) }},
		{Switch: Switch{Name: "verify", Extension: true,
			Doc: "Fail, before anything is changed, if the source is no package or does not have the digest that it says."},
			in: func(c *Command) slot { return (*flag)(&c.Verify) }},
		{Switch: Switch{Name: "xmlEdit", Form: "lossless|msdeploy", Need: Required, Extension: true,
			Doc: "Change only the bytes of a value in XML files, or write the files anew as Web Deploy does."},
			in: func(c *Command) slot { return &c.XMLEdit }},
	}
}

func helpSlot(c *Command) slot { return optionalText{&c.Help, &c.HelpTopic} }
