namespace Guidon.Tidy.Tests;

/// <summary>The files that people wrote: everything under the root but what builds, packages and editors leave there.</summary>
internal sealed class SourceTree(IEnumerable<SourceFile> files)
{
    private static readonly string[] s_leftOut =
        ["bin", "obj", "node_modules", "artifacts", "TestResults", "BenchmarkDotNet.Artifacts", ".git", ".vs", ".idea"];

    private static readonly string[] s_textKinds =
        [".cs", ".csproj", ".props", ".targets", ".slnx", ".json", ".md", ".txt", ".globalconfig", ".editorconfig", ".sql", ".mjs", ".js", ".sh", ".yml", ".config", ".npmrc", ".yarnrc", ""];

    internal static SourceTree Here { get; } = FromDisk(Root());

    internal IReadOnlyList<SourceFile> Files { get; } = [.. files.OrderBy(file => file.Path, StringComparer.Ordinal)];

    /// <summary>C# of products, tests and benchmarks; not the build program, which is one file by its nature.</summary>
    internal IEnumerable<SourceFile> Code => Files.Where(file => file.IsCode && file.Room.Length > 0);

    internal IEnumerable<SourceFile> ProductCode => Code.Where(file => file.IsProduct);

    internal SourceFile? Find(string path) => Files.FirstOrDefault(file => file.Path == path);

    /// <summary>True for a file and for a folder that holds one.</summary>
    internal bool Holds(string path) =>
        Files.Any(file => file.Path == path || file.Path.StartsWith(path.TrimEnd('/') + "/", StringComparison.Ordinal));

    /// <summary>A made-up tree, on which a rule proves itself.</summary>
    internal static SourceTree Of(params (string Path, string Text)[] files) => new(files.Select(file => new SourceFile(file.Path, () => file.Text)));

    private static SourceTree FromDisk(DirectoryInfo root) => new(
        Walk(root)
            .Where(file => s_textKinds.Contains(file.Extension))
            .Select(file => new SourceFile(Path.GetRelativePath(root.FullName, file.FullName).Replace('\\', '/'), () => File.ReadAllText(file.FullName))));

    private static IEnumerable<FileInfo> Walk(DirectoryInfo folder) =>
        folder.EnumerateFiles().Concat(folder.EnumerateDirectories().Where(inner => !s_leftOut.Contains(inner.Name)).SelectMany(Walk));

    internal static DirectoryInfo Root()
    {
        var folder = new DirectoryInfo(AppContext.BaseDirectory);
        while (!File.Exists(Path.Combine(folder.FullName, "Guidon.slnx")))
            folder = folder.Parent ?? throw new InvalidOperationException("The tests run outside of the tree that they check.");
        return folder;
    }
}
