using System.Text.Json;
using System.Text.Json.Nodes;
using Guidon.Server.Tests.Processes;

namespace Guidon.Server.Tests;

/// <summary><c>guidon evaluate</c> as a person or a script uses it.</summary>
public sealed class EvaluateVerbTests
{
    private const string Context =
        """{"environment":{"key":"env","name":"Test"},"identity":{"identifier":"bob","traits":{"plan":"pro"}},"features":{"hero":{"key":"1","name":"hero","enabled":true,"value":5}}}""";

    private static readonly JsonSerializerOptions s_indented = new() { WriteIndented = true };

    [Fact]
    public async Task One_document_over_many_lines_gives_one_line()
    {
        var pretty = JsonNode.Parse(Context)!.ToJsonString(s_indented);
        var (exitCode, output, errors) = await GuidonProcess.RunAsync(["evaluate"], pretty);
        Assert.Equal((0, ""), (exitCode, errors));
        using var result = JsonDocument.Parse(output);
        Assert.Equal(5, result.RootElement.GetProperty("flags").GetProperty("hero").GetProperty("value").GetInt32());
        Assert.Single(output.Split('\n', StringSplitOptions.RemoveEmptyEntries));
    }

    [Fact]
    public async Task Json_lines_give_a_line_each_and_blank_lines_nothing()
    {
        var (exitCode, output, _) = await GuidonProcess.RunAsync(["evaluate"], $"{Context}\n\n{Context}\r\n{Context}");
        Assert.Equal(0, exitCode);
        Assert.Equal(3, output.Split('\n', StringSplitOptions.RemoveEmptyEntries).Length);
    }

    [Fact]
    public async Task Explain_writes_for_every_flag_what_decided()
    {
        var (exitCode, output, _) = await GuidonProcess.RunAsync(["evaluate", "--explain"], Context);
        Assert.Equal(0, exitCode);
        var explanation = Assert.Single(JsonElement.Parse(output).EnumerateArray());
        Assert.Equal(("hero", "environment", "DEFAULT"), (
            explanation.GetProperty("flag").GetString(), explanation.GetProperty("decided_by").GetString(), explanation.GetProperty("reason").GetString()));
    }

    [Fact]
    public async Task Every_conformance_case_comes_out_of_the_command_as_expected()
    {
        var cases = Cases().ToList();
        var (exitCode, output, errors) = await GuidonProcess.RunAsync(["evaluate"], string.Join('\n', cases.Select(each => each.Context)));
        Assert.Equal((0, ""), (exitCode, errors));
        var results = output.Split('\n', StringSplitOptions.RemoveEmptyEntries);
        Assert.Equal(cases.Count, results.Length);
        foreach (var ((name, _, expected), actual) in cases.Zip(results))
        {
            Assert.True(JsonNode.DeepEquals(expected, JsonNode.Parse(actual)), $"{name}\nexpected {expected.ToJsonString()}\nactual   {actual}");
        }
    }

    /// <summary>Our own cases always, the public ones of all engines where they lie beside the repository.</summary>
    private static IEnumerable<(string Name, string Context, JsonNode Result)> Cases()
    {
        var comments = new JsonDocumentOptions { CommentHandling = JsonCommentHandling.Skip, AllowTrailingCommas = true };
        var root = SdkProgram.RepositoryRoot();
        var own = JsonNode.Parse(File.ReadAllText(Path.Combine(root, "test", "Guidon.Evaluation.Tests", "cases", "contexts.json")))!.AsArray();
        foreach (var each in own) yield return (each!["name"]!.GetValue<string>(), each["context"]!.ToJsonString(), each["result"]!);
        var shared = Path.Combine(root, "..", "shared", "engine-test-data");
        foreach (var file in Directory.Exists(shared) ? Directory.GetFiles(shared, "test_*.json*") : [])
        {
            var node = JsonNode.Parse(File.ReadAllText(file), documentOptions: comments)!;
            yield return (Path.GetFileName(file), node["context"]!.ToJsonString(), node["result"]!);
        }
    }

    [Fact]
    public async Task A_file_is_read_when_one_is_named()
    {
        var file = Path.GetTempFileName();
        await File.WriteAllTextAsync(file, Context);
        var (exitCode, output, _) = await GuidonProcess.RunAsync(["evaluate", file]);
        Assert.Equal(0, exitCode);
        Assert.Contains("\"hero\"", output);
    }

    [Theory]
    [InlineData("{}", "line 1")]
    [InlineData("[1]", "line 1")]
    [InlineData("nonsense", "line 1")]
    [InlineData(Context + "\n{\"environment\":", "line 2")]
    [InlineData(Context + "\n" + Context + "\n{\"environment\":{\"key\":\"x\",\"name\":\"y\"},}x", "line 3")]
    public async Task Bad_input_ends_with_2_and_names_the_line(string input, string line)
    {
        var (exitCode, _, errors) = await GuidonProcess.RunAsync(["evaluate"], input);
        Assert.Equal(2, exitCode);
        Assert.Contains(line, errors);
        Assert.DoesNotContain("   at ", errors);
    }

    [Fact]
    public async Task A_file_that_is_not_there_ends_with_2() =>
        Assert.Equal(2, (await GuidonProcess.RunAsync(["evaluate", "/nowhere/x.json"])).ExitCode);
}
