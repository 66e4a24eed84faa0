namespace Guidon.Storage.Sqlite;

/// <summary>What the file system under the data folder lets us promise.</summary>
internal static class StoragePlace
{
    private static readonly string[] s_memory = ["tmpfs", "ramfs"];
    private static readonly string[] s_layers = ["overlay", "overlayfs", "aufs"];

    // Server and network decide there what fsync means, and WAL's shared memory does not work across machines (sqlite.org/wal.html).
    private static readonly string[] s_network =
        ["nfs", "nfs4", "cifs", "smb3", "smbfs", "9p", "ceph", "glusterfs", "lustre", "afs", "fuse.sshfs", "fuse.glusterfs", "fuse.s3fs", "vboxsf", "prl_fs"];

    private static readonly string[] s_carelessOptions = ["nobarrier", "barrier=0"];

    /// <param name="folder">The data folder.</param>
    /// <param name="mounts">Lines of <c>/proc/mounts</c>: device, mount point, type, options.</param>
    internal static StorageGuarantee Of(string folder, IEnumerable<string> mounts)
    {
        var path = Path.GetFullPath(folder);
        string point = "", type = "", options = "";
        foreach (var fields in mounts.Select(line => line.Split(' ')).Where(fields => fields.Length >= 4))
        {
            // The kernel writes a space in a path as \040. Of equal mount points the later one hides the earlier.
            var candidate = fields[1].Replace("\\040", " ", StringComparison.Ordinal);
            if (candidate.Length >= point.Length && Contains(candidate, path)) (point, type, options) = (candidate, fields[2], fields[3]);
        }

        return Reason(type, options) is { } reason
            ? StorageGuarantee.Only(StoragePromise.ProcessEnd, $"The data folder '{path}' is on {reason}")
            : StorageGuarantee.Full;
    }

    private static string? Reason(string type, string options)
    {
        if (s_memory.Contains(type)) return $"{type}: it lives in memory and is gone after a restart of the machine.";
        if (s_layers.Contains(type)) return $"{type}, a container's own layer: it is gone with the container. Mount a volume.";
        if (s_network.Contains(type)) return $"{type}, a network file system: neither its fsync nor its locks can be relied on.";
        var careless = options.Split(',').FirstOrDefault(option => s_carelessOptions.Contains(option));
        return careless is null ? null : $"{type} with the option {careless}: the drive may lose what it said it had written.";
    }

    private static bool Contains(string point, string path) =>
        point == "/" || path == point || path.StartsWith(point + "/", StringComparison.Ordinal);
}
