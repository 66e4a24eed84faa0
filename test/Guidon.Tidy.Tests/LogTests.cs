using Guidon.Tidy.Tests.Rules;

namespace Guidon.Tidy.Tests;

public sealed class LogTests
{
    [Fact]
    public void An_event_id_is_inside_the_block_of_its_room() => Expect.Obeyed(LogRules.OutsideTheBlock);

    [Fact]
    public void An_event_id_is_used_once() => Expect.Obeyed(LogRules.UsedTwice);

    [Fact]
    public void Log_messages_stand_in_a_nested_class_Log() => Expect.Obeyed(LogRules.OutsideOfLog);

    [Fact]
    public void Nobody_logs_prose_in_the_middle_of_code() => Expect.Obeyed(LogRules.Prose);

    [Theory]
    [InlineData("1200, LogLevel.Debug, \"x\"")]
    [InlineData("EventId = 1099, Level = LogLevel.Debug")]
    [InlineData("Level = LogLevel.Debug")]
    public void An_id_outside_of_the_block_is_found(string arguments) => Expect.Finds(LogRules.OutsideTheBlock, Moment("Guidon.Flags", arguments));

    [Theory]
    [InlineData("1100, LogLevel.Debug, \"x\"")]
    [InlineData("EventId = 1199, Level = LogLevel.Debug")]
    public void An_id_inside_of_the_block_is_accepted(string arguments) => Expect.Accepts(LogRules.OutsideTheBlock, Moment("Guidon.Flags", arguments));

    [Fact]
    public void An_id_that_is_used_twice_is_found() => Expect.Finds(LogRules.UsedTwice, Moment("Guidon.Flags", "1100"), Moment("Guidon.Events", "1100"));

    [Fact]
    public void A_message_outside_of_Log_is_found()
    {
        Expect.Finds(LogRules.OutsideOfLog, Moment("Guidon.Flags", "1100", type: "Compiler"));
        Expect.Accepts(LogRules.OutsideOfLog, Moment("Guidon.Flags", "1100"));
    }

    [Fact]
    public void A_direct_call_is_found() => Expect.Finds(LogRules.Prose, ("src/Guidon.Flags/A.cs", "class A { void M() => _log.LogError(\"x\"); }"));

    private static (string, string) Moment(string room, string arguments, string type = "Log") =>
        ($"src/{room}/A.cs", $"class A {{ static partial class {type} {{ [LoggerMessage({arguments})] static partial void Said(ILogger logger); }} }}");
}
