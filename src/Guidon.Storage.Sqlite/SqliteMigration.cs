using System.Globalization;
using System.Reflection;

namespace Guidon.Storage.Sqlite;

/// <summary>One forward step of the schema: an embedded <c>.sql</c> file whose name begins with its version.</summary>
/// <param name="Version">From 1, without gaps.</param>
/// <param name="Sql">Its statements; they run in one transaction with the other missing steps.</param>
internal sealed record SqliteMigration(int Version, string Sql)
{
    /// <summary>All steps, oldest first.</summary>
    internal static IReadOnlyList<SqliteMigration> All { get; } = Load();

    /// <summary>The version that this build reads and writes.</summary>
    internal static int Newest => All[^1].Version;

    private static List<SqliteMigration> Load()
    {
        var assembly = Assembly.GetExecutingAssembly();
        return [.. assembly.GetManifestResourceNames()
            .Where(name => name.EndsWith(".sql", StringComparison.Ordinal))
            .Order(StringComparer.Ordinal)
            .Select(name => new SqliteMigration(int.Parse(name.AsSpan(0, 4), CultureInfo.InvariantCulture), Read(assembly, name)))];
    }

    private static string Read(Assembly assembly, string name)
    {
        using var stream = assembly.GetManifestResourceStream(name) ?? throw new InvalidOperationException("Missing resource " + name);
        using var reader = new StreamReader(stream);
        return reader.ReadToEnd();
    }
}
