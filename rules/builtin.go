package rules

import (
	"slices"
	"strings"
)

// Names of rules that other files speak of.
const (
	nameSkipInvalidSource = "SkipInvalidSource"
	nameBlockHarmful      = "BlockHarmfulDeleteOperations"
	nameBlockUnsupported  = "BlockUnsupportedDeleteOperations"
	nameAppOffline        = "AppOffline"
)

// A Known is a rule that msdeploy knows by name.
type Known struct {
	Rule    *Rule
	Default bool   // it is on unless it is switched off
	Inert   string // a sentence that says why the rule does nothing here; "" if it acts
}

// All returns the rules that msdeploy knows, in its order; those that are off
// by default have no recorded place and stand where their names put them. The
// rules are fresh at every call.
//
// The rule Parameterization has no hooks here. Package param makes one that
// does, for [Selection.Provide].
func All() []Known {
	all := slices.Concat(firstRules(), configurationRules(), dependencyRules())
	for i := range all {
		if all[i].Inert != "" {
			all[i].Rule.Doc += "\nThe rule is known by name only. " + all[i].Inert +
				"\nWhere it is switched on by name, a verbose event says that it does nothing."
		}
	}
	return all
}

// Default returns the rules that are on by default, ready for a sync: those of
// [All] that act, and the directive ConfigProtectedData. The chain is fresh at
// every call.
func Default() Chain { return NewSelection().Chain() }

// on and off make a known rule of a name, a description and hooks.
func on(name, doc string, hooks Rule) Known {
	hooks.Name, hooks.Doc = name, doc
	return Known{Rule: &hooks, Default: true}
}

func off(name, doc string, hooks Rule) Known {
	k := on(name, doc, hooks)
	k.Default = false
	return k
}

// inert makes a rule that does nothing, for the given reason.
func (k Known) inert(why string) Known {
	k.Inert = why
	return k
}

// Reasons for a rule to do nothing.
const (
	noMetabase     = "There is no IIS metabase for it to convert."
	noServer       = "There is no running web server that it could ask or change."
	noDependencies = "There are no components of Windows to look for."
	noEncryption   = "Encrypted sections of configuration files are copied as they are."
)

func firstRules() []Known {
	return []Known{
		on("EnvironmentVariableNormalize", "Fit paths that contain environment variables to the destination.", Rule{}).
			inert("Paths are taken literally on both sides."),
		on("Parameterization", "Apply the values of parameters to source objects, before they are compared.\n"+
			"Without it parameters are still checked and declared, but change nothing.", Rule{}),
	}
}

func configurationRules() []Known {
	all := slices.Concat(metabaseRules(), contentRules(), serverRules())
	slices.SortFunc(all, func(a, b Known) int {
		return strings.Compare(strings.ToUpper(a.Rule.Name), strings.ToUpper(b.Rule.Name))
	})
	return all
}

// metabaseRules fit configuration of old versions of IIS to new ones.
func metabaseRules() []Known {
	return []Known{
		on("AboFilter", "Leave out properties of the metabase that newer servers do not have.", Rule{}).inert(noMetabase),
		on("AnonymousUser", "Convert the anonymous user of old servers.", Rule{}).inert(noMetabase),
		on("AppPoolIdentity", "Convert the identities of application pools.", Rule{}).inert(noMetabase),
		on("AppRootNormalize", "Make application roots in the metabase fit the destination's path.", Rule{}).inert(noMetabase),
		on("MetakeyToIIS6", "Leave out keys that IIS 6 does not understand.", Rule{}).inert(noMetabase),
		on("SyncXP", "Leave out what IIS 5.1 does not understand.", Rule{}).inert(noMetabase),
		on("UrlScanSkipIncompat", "Leave out UrlScan settings that the destination does not understand.", Rule{}).inert(noMetabase),
		on("XpIsapis", "Leave out ISAPI filters that only IIS 5.1 has.", Rule{}).inert(noMetabase),
	}
}

// contentRules act on files, folders and whole documents.
func contentRules() []Known {
	return []Known{
		off(nameAppOffline, "Show visitors a page instead of the application while its files change.\n"+
			"The file App_Offline.htm is placed in the root of the application before the first change and removed at the end, "+
			"whatever the outcome. Files of that name take no part in the sync, and one that was there before stays.",
			*AppOffline(nil)),
		on(nameBlockHarmful, "Refuse to delete the configuration of a whole server.", Rule{Change: blockHarmful}),
		on(nameBlockUnsupported, "Refuse to delete what its provider cannot delete.", Rule{Change: blockUnsupported}),
		off("DoNotDeleteRule", "Keep what only the destination has.\n"+
			"The delete verb then deletes nothing.", Rule{Change: doNotDelete}),
		on(nameSkipInvalidSource, "Leave out, with a warning, what a package lists but does not hold.\n"+
			"Without it the first such object ends the sync. Files and folders that cannot be read end it in any case, unless the "+
			"setting ignoreErrors of their provider lists the number of the error. What is left out stays as it is at the destination.", Rule{Source: skipInvalidSource}),
		off("SkipNewerFilesRule", "Keep files of the destination that were written later than those of the source.",
			Rule{Change: skipNewerFiles}),
		on("SkipUNC", "Leave out the content of virtual directories that is on another machine.", Rule{Source: skipUNC}),
		on("SyncGeneral", "Take two times for equal that agree after rounding down to even seconds.\n"+
			"Packages keep no more of a time.", Rule{Same: syncGeneral}),
	}
}

// serverRules act on the configuration of IIS.
func serverRules() []Known {
	return []Known{
		on("ClassicAppPoolProtectRule", "Keep the pool for classic applications from being changed.", Rule{}).inert(noServer),
		on("CreateApplicationRule", "Create applications that the content of the sync needs.", Rule{}).inert(noServer),
		on("CrossPlatformRule", "Let applications of 32-bit servers run as such on 64-bit ones.", Rule{}).inert(noServer),
		off("EncryptWebConfig", "Encrypt web.config at the destination.", Rule{}).inert(noEncryption),
		on("FrameworkMismatchRule", "Look whether both servers have the same version of .NET.", Rule{}).inert(noServer),
		off("IgnoreConfigInheritanceRule", "Compare settings without regard to where they are inherited from.", Rule{}).inert(noServer),
		on("IISConfigFrom64To32", "Convert configuration of 64-bit servers for 32-bit ones.", Rule{}).inert(noServer),
		off("IISSchemaDifferenceRule", "Let configuration be synced although the schemas of two servers differ.", Rule{}).inert(noServer),
		on("SchemaSection", "Leave out sections that the destination has no schema for.", Rule{}).inert(noServer),
		on("UnsupportedApplicationsRule", "Refuse applications that the destination cannot run.", Rule{}).inert(noServer),
		off("WarnForEncryptedDataRule", "Warn of encrypted data instead of failing.", Rule{}).inert(noEncryption),
	}
}

func dependencyRules() []Known {
	return []Known{
		on("ApplicationExistsRule", "Look whether the application is there before its settings are changed.", Rule{}).inert(noServer),
		on("IgnoreFileLastWriteTime", "Where contents are compared (-useCheckSum), take any two times of a file for equal.",
			Rule{Same: ignoreFileLastWriteTime}),
		on("DependencyCheckAppPoolExists", "Look whether the application pools that are used exist.", Rule{}).inert(noDependencies),
		on("DependencyCheckInUse", "Look whether the components that are used are installed.", Rule{}).inert(noDependencies),
		on("BackupRule", "Make a backup of the site before it is changed.", Rule{}).
			inert("The destination keeps no backups: make a package of it first."),
		on("DependencyCheckFailOnError", "End the sync if a dependency check finds an error.", Rule{}).inert(noDependencies),
		off("DependencyCheckFailOnWarning", "End the sync if a dependency check warns.", Rule{}).inert(noDependencies),
	}
}

// protectedData returns the directive that is always there, on by default.
func protectedData() *Rule {
	return &Rule{
		Name: "ConfigProtectedData", Directive: true,
		Doc:    "Hide the configuration of the keys that protect secrets.",
		Source: hideProtectedData, Target: hideProtectedData,
	}
}

// A Link is a link extension: it makes a provider find parts of an object that
// are configured elsewhere.
type Link struct {
	Name, Doc string
	Default   bool // it is on unless it is switched off
}

// Links returns the link extensions that msdeploy knows.
func Links() []Link {
	return []Link{
		{"AppPoolExtension", "The application pool that an application runs in.", false},
		{"CertificateExtension", "The certificate of a binding.", true},
		{"ContentExtension", "The folder that a virtual directory shows.", true},
		{"FrameworkConfigExtension", "What the configuration of .NET says of a site.", true},
		{"HttpCertConfigExtension", "What HTTP.SYS knows of a binding's certificate.", true},
	}
}

// acts reports whether r has any hook.
func (r *Rule) acts() bool {
	return r.Source != nil || r.Target != nil || r.Same != nil || r.Change != nil || r.Before != nil || r.Finish != nil
}
