// Package fsys provides folders and files of the file system as deployment
// trees: the providers dirPath, filePath and contentPath.
//
// # Reading
//
// A folder is listed when its children are asked for, or a little before: its
// names are read and sorted, and each entry is looked at once. While a reader
// deals with a few dozen entries, the next ones and the next folder are looked
// at on other goroutines, which end with the listing they belong to.
// Memory is bounded by the names of the folders on one path and of those next
// to it. Objects come in slabs, so a reader that keeps one object keeps a few
// dozen of its neighbours.
//
// At a source, symbolic links are followed. A link that leads nowhere, to
// itself, or to a folder that contains it, whatever is neither file nor folder,
// and whatever cannot be looked at, is listed with its error in Invalid. A sync
// may leave out links that lead nowhere and what has no content; the others end
// it, unless the setting ignoreErrors lists the number of the error.
//
// A file whose length is no longer what its size attribute says, or one of a
// source that somebody writes to while it is read, fails with an error that
// matches [ErrChanged] when it is read, and nothing of it gets its name at the
// destination. A file that is replaced or removed meanwhile is read to its end as
// it was. What tells is the
// size of the file and its times, before and after. Systems keep those in steps of
// some milliseconds, and Windows may set them late: that bytes were overwritten in
// place goes unnoticed if the file was last written in the same step in which it
// was opened, or is opened in the middle of that. Programs that replace files by
// renaming new ones are always safe.
//
// With [Sums], which [Options] can name, files that have not changed since they
// were last compared by content are not read again.
//
// # Writing
//
// All writing goes through [os.Root], or on Linux through the descriptor of a
// folder that it opened, by names without separators: nothing outside the folder
// that the user named is ever changed, whatever names, links or races it meets.
// Names that the system gives a special meaning to are refused, see [CheckName].
//
// Nothing is written through a link either. A link to a file counts as that
// file when it is compared, and is replaced by a file of its own when it is
// updated. A link to a folder is not entered: a sync that would have to fails
// and names it. Deleting a link leaves alone what it leads to. Only the root of
// a tree may be a link to a folder, since the user named it.
//
// A file appears whole or not at all. It is written under a name of its own in
// the same folder, or without one if it is new and the system can do so (Linux),
// and gets its permissions, its time and only then its name. It belongs to
// whoever runs the sync, and hard links to an older version keep that version.
//
// Of a source and a destination one of which is inside the other, the outer one
// leaves the inner one out: a sync neither copies what it has just written nor
// deletes what it still has to read.
//
// # Attributes
//
// Files have size, attributes and lastWriteTime, folders only attributes. On
// Unix, ReadOnly stands for a file that nobody may write and Hidden for a name
// with a leading dot; mode holds the permission bits. Set-user-ID and
// set-group-ID bits are read but never written, and a folder is always
// accessible to its owner, as it could not be filled otherwise.
//
// # Case
//
// On file systems that ignore case, adding an object whose name is that of
// another one up to case fails and names both. Nothing is overwritten.
package fsys
