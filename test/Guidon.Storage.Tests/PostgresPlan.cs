using System.Data.Common;
using Microsoft.EntityFrameworkCore;

namespace Guidon.Storage.Tests;

/// <summary>How PostgreSQL would go about a question.</summary>
internal static class PostgresPlan
{
    internal static string Of(IQueryable query)
    {
        using var command = query.CreateDbCommand();
#pragma warning disable CA2100 // What the program asks, with its parameters.
        command.CommandText = "EXPLAIN " + command.CommandText;
#pragma warning restore CA2100
        return Of(command);
    }

    /// <param name="explain">EXPLAIN and a question.</param>
    internal static string Of(DbCommand explain)
    {
        using var rows = explain.ExecuteReader();
        List<string> lines = [];
        while (rows.Read()) lines.Add(rows.GetString(0));
        return string.Join('\n', lines);
    }

    /// <summary>The indexes of a table that it uses, each once, and "Seq" where a table is read whole.</summary>
    internal static string Indexes(string plan, string table)
    {
        var words = plan.Split([' ', '\n'], StringSplitOptions.RemoveEmptyEntries);
        var named = words.Zip(words.Skip(1)).Where(pair => pair.First is "using" || pair is { First: "on" } && pair.Second.StartsWith(table + "_", StringComparison.Ordinal)).Select(pair => pair.Second);
        return string.Join(' ', named.Concat(words.Where(word => word == "Seq")).Distinct().Order(StringComparer.Ordinal));
    }
}
