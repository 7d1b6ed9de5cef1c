import { describe, expect, test } from "vitest";
import { FIRST, NONE, type NodeIndex } from "../../../src/analysis/callgraph/indices.ts";
import type { CallGraph } from "../../../src/analysis/callgraph/model.ts";
import { crateHash, crateHashOfStacks } from "../../../src/analysis/owners/operator-crate.ts";
import { isPassedOver } from "../../../src/analysis/owners/passed-over.ts";
import { type StackOwner, stackOwners } from "../../../src/analysis/owners/stack-owner.ts";
import { decodePprof } from "../../../src/analysis/pprof/format/decode.ts";
import { recording } from "../../support/responses.ts";
import { newCrateNames, newNamesInHeap } from "../../support/versions/names-in-stacks.ts";
import { heapProfileOf } from "../pprof/folded.ts";

const MERGER =
  "dbsp::trace::spine_async::MergeWorkers<B>::run::{{closure}} < dbsp::trace::spine_async::MergeWorkers<B>::merge_step";
const STEP =
  "dbsp::circuit::dbsp_handle::<impl dbsp::circuit::runtime::Runtime>::init_circuit::{{closure}} < dbsp::circuit::circuit_builder::CircuitHandle::step";
const EVAL = `${STEP} < <dbsp::circuit::circuit_builder::UnaryNode<C,I,O,Op> as dbsp::circuit::circuit_builder::Node>::eval`;
const DATAGEN = "std::thread::start < feldera_datagen::InputGenerator::worker_thread::{{closure}}";
const HTTP =
  "actix_rt::runtime::Runtime::block_on < <actix_web::app_service::AppInit<T,B> as actix_service::ServiceFactory<R>>::new_service";
const HASH = "feldera_pipe_operator_0123456789abcdef";

/** The owner of one stack, from the root to the leaf, and the name of the function that tells it. */
function ownerOf(stack: string): StackOwner & { by: string | undefined } {
  const { graph } = heapProfileOf([{ stack, weight: 1 }]);
  const owner = stackOwners(graph)(graph.stackNode[FIRST] ?? NONE);
  return { ...owner, by: nameOf(graph, owner.node) };
}

function nameOf({ functions, frameFunction, nodeFrame }: CallGraph, node: NodeIndex): string | undefined {
  return functions[frameFunction[nodeFrame[node] ?? NONE] ?? NONE]?.name;
}

describe("the owner of a stack is", () => {
  test.each([
    ["merger", `${MERGER} < dbsp::dynamic::lean_vec::RawVec::realloc`],
    ["operators", `${EVAL} < dbsp::operator::dynamic::join::JoinTrace<I,B>::eval`],
    ["operators", `${EVAL} < dbsp::trace::spine_async::MergeWorkers<B>::start`],
    ["operators", `${EVAL} < dbsp::trace::spine_async::list_merger::ListMerger<C,B>::merge`],
    ["scheduler", `${STEP} < dbsp::circuit::schedule::dynamic_scheduler::Inner::spawn_task`],
    ["construction", `feldera_pipe_pipeline_01a1_main::circuit < ${HASH}::create_operator_0123456789abcdef`],
    [
      "input",
      `${DATAGEN} < <dbsp_adapters::format::json::input::JsonParser as feldera_adapterlib::format::Parser>::parse`,
    ],
    ["input", `${HTTP} < dbsp_adapters::transport::http::input::HttpInputEndpoint::push`],
    [
      "output",
      "std::thread::start < dbsp_adapters::controller::OutputEndpoints::run < <dbsp_adapters::format::json::output::JsonEncoder as feldera_adapterlib::format::Encoder>::encode",
    ],
    ["connector", "rd_kafka_thread_main < rd_kafka_buf_new"],
    [
      "query",
      `${HTTP} < dbsp_adapters::adhoc::executor::run < datafusion::execution::context::SessionContext::sql < dbsp_adapters::static_compile::seroutput::SerCursorImpl::key`,
    ],
    ["query", "tokio::runtime::task::raw::poll < datafusion_physical_plan::sorts::sort::SortExec::execute"],
    [
      "input",
      "tokio::runtime::task::raw::poll < dbsp_adapters::integrated::delta_table::input::DeltaReader::read < datafusion::execution::context::SessionContext::sql",
    ],
    [
      "output",
      "dbsp_adapters::integrated::delta_table::output::DeltaWriter::insert < deltalake_core::writer::Writer::write",
    ],
    [
      "checkpoint",
      "dbsp_adapters::controller::CircuitThread::run < dbsp_adapters::controller::checkpoint::Checkpoint::write",
    ],
    [
      "checkpoint",
      "dbsp::circuit::dbsp_handle::DBSPHandle::commit < <dbsp::trace::spine_async::Spine<B> as dbsp::trace::Trace>::save_checkpoint",
    ],
    ["http", HTTP],
    ["profiling", `${HTTP} < dbsp_adapters::server::metrics`],
    ["profiling", `${HTTP} < dbsp_adapters::controller::Controller::async_samply_profile::{{closure}}`],
    ["heap_profiler", `${HTTP} < jemalloc_pprof::JemallocProfCtl::dump_pprof < gimli::read::Unit::new`],
    ["logging", `${HTTP} < tracing_subscriber::registry::Registry::new_span`],
    [
      "controller",
      "feldera_pipe_pipeline_01a1_main::main < dbsp_adapters::server::run_server < feldera_types::config::read",
    ],
    ["runtime", "std::thread::start < tokio::runtime::blocking::pool::Inner::run"],
    ["other", "my_udf::table::lookup"],
    ["other", ""],
  ])("%s: %s, whatever the crate of the connectors is called", (subsystem, stack) => {
    expect(ownerOf(stack).subsystem).toBe(subsystem);
    expect(ownerOf(newCrateNames(stack)).subsystem).toBe(subsystem);
  });

  test.each(["heap_profile_1", "heap_profile_2", "worlds/healthy/heap_profile"])(
    "the same in every stack of %s as a runtime from 0.370 on has it",
    (name) => {
      const { body } = recording(name);
      const ownersIn = (bytes: Buffer) => {
        const { graph } = decodePprof(bytes, { maxInflatedBytes: 1 << 26 });
        const ownerOfNode = stackOwners(graph);
        return Array.from(graph.stackNode, (node) => {
          const { subsystem, part } = ownerOfNode(node);
          return JSON.stringify({ subsystem, part });
        });
      };
      const owners = ownersIn(body);
      expect(owners.length).toBeGreaterThan(5);
      expect(ownersIn(newNamesInHeap(body))).toEqual(owners);
    },
  );

  test("not what only wraps the work of others", () => {
    const stack = `${MERGER} < feldera_samply::Span::in_scope < feldera_storage::histogram::ExponentialHistogram::record_callback < tracing::span::Span::in_scope`;
    expect(ownerOf(stack).subsystem).toBe("merger");
  });

  test("not what its generic arguments name", () => {
    const stack = `${EVAL} < dbsp::operator::apply::Apply<dbsp_adapters::transport::kafka::Row>::eval`;
    expect(ownerOf(stack)).toMatchObject({ subsystem: "operators", part: { name: "apply" } });
  });
});

describe("within its subsystem a stack tells", () => {
  test("the type of batch that is merged", () => {
    const stack = `${MERGER} < <dbsp::trace::ord::vec::wset_batch::VecWSetBuilder<K,R> as dbsp::trace::Builder<W>>::push_key`;
    expect(ownerOf(stack).part).toEqual({ name: "wset" });
  });

  test("the operator nearest to the scheduler, not the helpers that it calls", () => {
    const stack = `${EVAL} < dbsp::operator::async_stream_operators::StreamingBinaryWrapper<I>::eval < dbsp::operator::dynamic::sharded_accumulator::ShardedAccumulator<B>::send < dbsp::operator::dynamic::communication::shard::shard_batch`;
    expect(ownerOf(stack).part).toEqual({ name: "sharded_accumulator" });
  });

  test("the connector's transport, and whether it is values, rows or buffers that it holds", () => {
    const insert = `${DATAGEN} < <dbsp_adapters::static_compile::deinput::DeMapStream<D> as feldera_adapterlib::catalog::DeCollectionStream>::insert`;
    const text = `${insert} < <feldera_sqllib::string::SqlString as feldera_types::serde_with_context::deserialize::DeserializeWithContext<C>>::deserialize_with_context`;
    const kafka = "dbsp_adapters::transport::kafka::ft::input::KafkaFtInputReader::poll";
    expect(ownerOf(insert).part).toEqual({ name: "datagen", stage: "queued_rows" });
    expect(ownerOf(text).part).toEqual({ name: "datagen", stage: "parsed_values" });
    expect(ownerOf(kafka).part).toEqual({ name: "kafka" });
  });

  test("who reads or writes storage", () => {
    const block = "feldera_storage::fbuf::FBuf::with_capacity";
    const write = `dbsp::storage::file::writer::Writer::write < dbsp::storage::file::reader::DataBlock<K,A>::from_raw < ${block}`;
    const read = `dbsp::storage::file::reader::Cursor::next < ${block}`;
    expect(ownerOf(`${MERGER} < ${write}`).part).toEqual({ stage: "written", by: "merger" });
    expect(ownerOf(`${EVAL} < ${read}`).part).toEqual({ stage: "read", by: "operators" });
    expect(ownerOf(`my_tool::copy < ${block}`).part).toEqual({});
  });
});

describe("the frame that names the owner is", () => {
  test("the innermost of the merger's", () => {
    const stack = `${MERGER} < dbsp::trace::spine_async::Merge<B>::new < dbsp::dynamic::lean_vec::RawVec::realloc`;
    expect(ownerOf(stack).by).toBe("dbsp::trace::spine_async::Merge<B>::new");
  });

  test("the outermost of storage's", () => {
    const stack = `${MERGER} < dbsp::storage::file::writer::Writer2<K>::write1 < feldera_storage::fbuf::FBuf::reserve`;
    expect(ownerOf(stack).by).toBe("dbsp::storage::file::writer::Writer2<K>::write1");
  });

  test("none for other code", () => {
    expect(ownerOf("my_udf::lookup")).toEqual({
      subsystem: "other",
      part: {},
      node: -1,
      by: undefined,
    });
  });
});

describe("the hash of an operator's crate", () => {
  test("stands in the names of its functions", () => {
    expect(crateHash(`<${HASH}::create_operator_0123456789abcdef::struct_1 as A>::b`)).toBe(
      "0123456789abcdef",
    );
    expect(crateHash(`${HASH}0::too_long`)).toBeUndefined();
    expect(crateHash("feldera_pipe_operator_0123::too_short")).toBeUndefined();
  });

  test("of a stack is that of the innermost", () => {
    const { graph } = heapProfileOf([
      {
        stack: `app::main < ${HASH}::a < feldera_pipe_operator_ffffffffffffffff::b < alloc::vec::push`,
        weight: 1,
      },
      { stack: `app::main < ${HASH}::a`, weight: 1 },
      { stack: "app::main", weight: 1 },
      { stack: "", weight: 1 },
    ]);
    expect(crateHashOfStacks(graph)).toEqual(["ffffffffffffffff", "0123456789abcdef", undefined, undefined]);
  });
});

test("what builds and carries for any caller is passed over, what it is for is not", () => {
  expect(
    isPassedOver("<dbsp::dynamic::lean_vec::LeanVec<T> as dbsp::dynamic::vec::Vector<T>>::reserve"),
  ).toBe(true);
  expect(isPassedOver("dbsp::trace::Builder::with_capacity")).toBe(true);
  expect(
    isPassedOver("<core::option::Option<T> as feldera_types::serde_with_context::deserialize::D<C>>::d"),
  ).toBe(true);
  expect(
    isPassedOver("<dbsp::trace::ord::vec::wset_batch::VecWSetBuilder<K> as dbsp::trace::Builder<B>>::done"),
  ).toBe(false);
  expect(isPassedOver("dbsp::trace::spine_async::Merge<B>::new")).toBe(false);
});
