namespace Guidon.Evaluation.Tests;

/// <summary>Finds files of the repository from wherever the tests run.</summary>
internal static class RepositoryPath
{
    public static string Root { get; } = FindRoot();

    /// <summary>The folder of shared data beside the repository.</summary>
    public static string Shared => Path.Combine(Root, "..", "shared");

    public static string Of(params string[] parts) => Path.Combine([Root, .. parts]);

    private static string FindRoot()
    {
        var folder = new DirectoryInfo(AppContext.BaseDirectory);
        while (folder is not null && !File.Exists(Path.Combine(folder.FullName, "Guidon.slnx"))) folder = folder.Parent;
        return folder?.FullName ?? throw new InvalidOperationException("Guidon.slnx is above no folder of the tests.");
    }
}
