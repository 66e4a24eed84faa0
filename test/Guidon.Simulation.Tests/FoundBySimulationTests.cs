namespace Guidon.Simulation.Tests;

/// <summary>Each of these seeds found a bug of the product (docs/decisions/0100); the name says which.</summary>
public sealed class FoundBySimulationTests
{
    [Fact]
    public Task A_held_destination_rests_between_its_probes() => HoldsAsync(4);

    [Fact]
    public Task A_state_that_waits_in_a_replay_does_not_follow_a_newer_one_that_came_meanwhile() => HoldsAsync(36);

    [Fact]
    public Task A_state_that_was_left_out_of_a_batch_does_not_follow_the_newer_one_that_was_taken_with_it() => HoldsAsync(440);

    [Fact]
    public Task An_attempt_at_two_endpoints_costs_two_requests_of_the_budget() => HoldsAsync(54);

    [Fact]
    public Task A_hold_does_not_shorten_a_retry_after() => HoldsAsync(234);

    [Fact]
    public Task A_held_destination_with_nothing_but_returned_events_probes_with_one_of_them() => HoldsAsync(394);

    [Fact]
    public Task An_answer_that_comes_while_the_pump_reads_is_heard_before_the_next_request() => HoldsAsync(1430);

    [Fact]
    public Task A_retry_after_that_comes_while_doubt_is_being_stored_is_heard_before_the_next_request() => HoldsAsync(23);

    [Fact]
    public Task A_parked_state_does_not_follow_a_newer_one_that_retention_has_dropped() => HoldsAsync(261);

    [Fact]
    public Task An_older_state_does_not_follow_one_that_was_taken_while_its_history_was_left() => HoldsAsync(814);

    [Fact]
    public Task An_older_state_does_not_follow_one_that_was_taken_before_the_second_request_failed() => HoldsAsync(3907);

    [Fact]
    public Task A_pump_that_begins_knows_the_states_that_its_forerunner_told() => HoldsAsync(986);

    [Fact]
    public Task A_probe_of_a_pump_that_begins_sends_no_state_that_was_left_out_for_a_newer_one() => HoldsAsync(6358);

    [Fact]
    public Task A_pump_that_begins_takes_a_state_in_doubt_for_told() => HoldsAsync(4760);

    [Fact]
    public Task Where_changes_alone_are_told_a_retried_state_is_not_taken_for_the_one_before_it() => HoldsAsync(4446);

    [Fact]
    public Task Where_changes_alone_are_told_a_state_that_was_taken_of_a_parked_event_is_not_taken_for_the_one_before_it() => HoldsAsync(9419);

    private static async Task HoldsAsync(int seed) => Assert.Equal("", await Simulator.FailuresAsync(seed, 1));
}
