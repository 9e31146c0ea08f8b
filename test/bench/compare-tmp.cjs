const { median } = require('./measure.cjs');
const { cpuMs, stubRun } = require('./stub-run.cjs');
const { orderColumns, listAnswers } = require('/work/wt/find/test/bench/orders-rows.cjs');
const PARAMETERS = { resource:'transaction', operation:'compareOrders', accountId:{__rl:true,mode:'id',value:'12345'}, orderReference:'={{ $json.order }}', orderStatus:'={{ $json.status }}', amount:'={{ $json.total }}', currency:'={{ $json.currency }}', orderDate:'={{ $json.date }}', clickChecksum:'', voucher:'', timezone:'Europe/Berlin', statusWords:{}, options:{} };
const valuesOf = ({order,date,status,total,currency}) => ({orderReference:order, orderDate:date, orderStatus:status, amount:total, currency});
(async()=>{
 const { compareOrders } = require('../../dist/nodes/Awin/resources/transaction/compare/index.js');
 const { readResponse } = require('../../dist/nodes/Awin/transport/response.js');
 const lists=listAnswers(); const columns=orderColumns(); const orders=JSON.stringify(columns); const values=columns.map(valuesOf);
 let calls=0;
 const awin={ send: async (call)=> readResponse({statusCode:200,headers:{},body: call.path.includes('jobs')?'[]':lists[calls++%lists.length]}) };
 const bare=()=>{ const m=new Map(); for(const l of lists) for(const r of JSON.parse(l)) m.set(r.orderRef,r); return JSON.parse(orders).map(o=>({json:{...o,awin:m.get(o.order)??null}})); };
 let items;
 const work=async()=>{ items=await compareOrders.execute(stubRun({awin,parameters:PARAMETERS,columns,values,operation:compareOrders})); };
 await work(); bare();
 const c={}; for(const {json} of items) c[json.awin.proposedAction]=(c[json.awin.proposedAction]??0)+1; console.log(c, items.length);
 const t={b:[],w:[]};
 for(let i=0;i<4;i++){ t.b.push(await cpuMs(bare)); t.w.push(await cpuMs(work)); }
 console.log('bare',median(t.b),'work',median(t.w),median(t.w)/median(t.b));
})();
