namespace Guidon.Evaluation.Tests;

/// <summary>The public conformance cases of all Flagsmith engines; they lie beside the repository and not in it.</summary>
public sealed class EngineTestDataTests
{
    public static TheoryData<string> Cases()
    {
        var folder = Path.Combine(RepositoryPath.Shared, "engine-test-data");
        IEnumerable<string> files = Directory.Exists(folder) ? Directory.EnumerateFiles(folder, "test_*.json*").Order(StringComparer.Ordinal) : [];
        // Where the folder is not there one line says so; a theory without cases would be an error.
        return [.. files.Select(file => Path.GetFileName(file)).DefaultIfEmpty("")];
    }

    [Theory]
    [MemberData(nameof(Cases))]
    public void Every_case_of_the_engines_passes_through_the_compiled_path(string? file)
    {
        if (!string.IsNullOrEmpty(file)) ConformanceCase.Check(Path.Combine(RepositoryPath.Shared, "engine-test-data", file));
    }
}
