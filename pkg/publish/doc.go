// Package publish reads what Visual Studio and the .NET SDK leave on disk: the
// folder with the package that publishing a project makes, and the profiles that
// say where the project goes.
//
// # Output folders
//
// Publishing a project X to a package leaves these files, of which only the
// first is needed:
//
//	X.zip                 the package; or a folder Archive in its place
//	X.SetParameters.xml   values for its parameters, to be edited
//	X.SourceManifest.xml  what the package was made of
//	X.deploy.cmd          a script that calls msdeploy
//
// [Find] finds them. What the script does is a sync of [Output.Ref] to auto, with
// the parameters of [Output.Parameters].
//
// # Profiles
//
// [ParseSettings] reads a .publishSettings, as hosts hand it out, [ParseProject]
// a .pubxml, as it lies in the Properties folder of a project. Either makes a
// [Profile], and from that come the destination of a sync, the rules to switch
// on and values of parameters.
//
// A .pubxml is a piece of an MSBuild project, and this package is no MSBuild:
// conditions are not evaluated, targets are not run and $(references) are not
// resolved. What has a condition is kept apart, and [Profile.Notes] tells of
// everything that may matter and is not followed.
//
// # Secrets
//
// Passwords, connection strings and the values of parameters print as ******.
// Passwords that Windows has encrypted for one user are not decrypted.
//
// # Errors
//
// Errors are [*provider.Error] values. They wrap a [*param.SyntaxError] for what
// is no XML, a [*ChoiceError] for a folder without a package or with several, or
// match fs.ErrNotExist for what is not there.
package publish
